using ResultLog;
using StackExchange.Redis;

namespace Sinks.Redis;

/// <summary>The client, made anew whenever it is not connected, so that every attempt says what is wrong. Any number may ask at once.</summary>
public sealed class RedisConnection(RedisOptions options) : IDisposable
{
    // Redis's words, by version, and the client's.
    private static readonly string[] PasswordFaults = ["NOAUTH", "WRONGPASS", "invalid password", "AuthenticationFailure"];

    private readonly Lock _change = new();
    private ConnectionMultiplexer? _client;
    private volatile TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One at a time: whoever gives up waiting for it leaves it to the next.
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isClosed;

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
        return error is RedisServerException ? new($"{options.Address} refuses: {error.Message}", error) : new($"cannot reach {options.Address}: {error.Message}", error);
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
