using ResultLog;
using StackExchange.Redis;

namespace Sinks.Redis;

/// <summary>The client, made anew whenever it is not connected, so that every attempt says what is wrong. Any number may ask at once.</summary>
public sealed class RedisConnection(RedisOptions options) : IDisposable
{
    // Redis's words, by version, and the client's.
    private static readonly string[] PasswordFaults = ["NOAUTH", "WRONGPASS", "invalid password", "AuthenticationFailure"];

    private const int DefaultPort = 6379;

    private readonly Lock _change = new();
    private ConnectionMultiplexer? _client;
    private volatile TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One at a time: whoever gives up waiting for it leaves it to the next.
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isClosed;

    public string Address => options.Address;

    /// <summary>What to do about an error of Redis's own; the error with it.</summary>
    internal static string Advise(string error) => error.Split(' ', 2)[0] switch
    {
        "OOM" => $"{error} Raise its maxmemory, or let it evict (maxmemory-policy)",
        "READONLY" => $"{error.TrimEnd('.')}: it is a replica; name the primary in Redis:Address",
        "NOPERM" => $"{error.TrimEnd('.')}: give the user the right (ACL SETUSER)",
        "MISCONF" => $"{error.TrimEnd('.')}: its disk may be full",
        "LOADING" => "it is still loading its data; wait",
        _ => error,
    };

    /// <exception cref="SinkException">Redis cannot be reached, or refuses the password.</exception>
    public async Task<IDatabase> Database(CancellationToken stop)
    {
        Task<ConnectionMultiplexer> connecting;
        lock (_change)
        {
            if (_client is { IsConnected: true } client && !_lost.Task.IsCompleted)
                return client.GetDatabase();
            Close();
            connecting = _connecting ??= Task.Run(Connect, CancellationToken.None);
        }

        return (await connecting.WaitAsync(stop)).GetDatabase();
    }

    /// <summary>An answer, or the end of the connection that it was to come by: the client does not tell that to all that wait.</summary>
    /// <exception cref="SinkException">Redis refuses, or is gone.</exception>
    public async Task<T> Answer<T>(Task<T> answer, CancellationToken stop)
    {
        try
        {
            if (await Task.WhenAny(answer, _lost.Task).WaitAsync(stop) != answer)
                throw new SinkException($"lost the connection to {options.Address}");
            return await answer;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw Explain(e);
        }
    }

    public void Dispose()
    {
        lock (_change)
        {
            _isClosed = true;
            Close();
        }
    }

    private void Close()
    {
        _client?.Close(allowCommandsToComplete: false);
        _client = null;
    }

    private async Task<ConnectionMultiplexer> Connect()
    {
        try
        {
            // The client's own words tell how to make it go on without a connection, not what was seen.
            if (await Reachability.Probe(options.Address, DefaultPort, "Redis:Address") is { } seen)
                throw new SinkException(seen);
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var client = await ConnectionMultiplexer.ConnectAsync(Configuration());
            client.ConnectionFailed += (_, _) => lost.TrySetResult();
            lock (_change)
            {
                (_client, _lost) = (client, lost);
                if (_isClosed)
                    Close();
            }

            return client;
        }
        catch (RedisException e)
        {
            throw Explain(e);
        }
        finally
        {
            lock (_change)
                _connecting = null;
        }
    }

    /// <summary>What an exception of the client means, in words for whoever runs the server.</summary>
    private SinkException Explain(Exception error)
    {
        var text = error.Message + error.InnerException?.Message;
        if (PasswordFaults.Any(fault => text.Contains(fault, StringComparison.Ordinal)))
            return new($"{options.Address} refuses the password: set Redis:Password", error);
        return error switch
        {
            RedisServerException => new($"{options.Address} refuses: {Advise(error.Message)}", error),
            RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.ProtocolFailure or ConnectionFailureType.None } => new(
                $"{options.Address} takes a connection, but does not answer as Redis does: is the port right, is Redis:Tls (it is {(options.Tls ? "on" : "off")}), is it overloaded?", error),
            RedisConnectionException lost => new($"lost the connection to {options.Address} ({lost.FailureType}): is it still running?", error),
            _ => new($"{options.Address} does not answer in time: is it overloaded?", error),
        };
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = new ConfigurationOptions
        {
            Password = options.Password,
            Ssl = options.Tls,
            DefaultDatabase = options.Database,
            ClientName = "stream",
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = 5000,
            KeepAlive = 10,
            // Who waits for an answer knows how long.
            AsyncTimeout = int.MaxValue,
            // What cannot be sent now is not sent later, when it is no longer true.
            BacklogPolicy = BacklogPolicy.FailFast,
            // No key and no channel but ours.
            TieBreaker = "",
            ConfigurationChannel = "",
        };
        foreach (var address in options.Address.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            configuration.EndPoints.Add(address);
        return configuration;
    }
}
