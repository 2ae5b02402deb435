using StackExchange.Redis;
using Wire.V1;

namespace Load.Outage;

/// <summary>Reads the streams' results out of Redis as they come.</summary>
internal sealed class RedisTail : IAsyncDisposable
{
    private const int MostAtOnce = 500;

    // Often enough that waiting for the next look is little of what is measured.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConnectionMultiplexer _client;
    private readonly RedisValue[] _keys;
    private readonly RedisValue[] _positions;
    private readonly Action<FrameResult> _take;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public RedisTail(string address, IEnumerable<string> streams, Action<FrameResult> take)
    {
        var configuration = ConfigurationOptions.Parse(address);
        (configuration.AbortOnConnectFail, configuration.ReconnectRetryPolicy) = (false, new LinearRetry(100));
        _client = ConnectionMultiplexer.Connect(configuration);
        _keys = [.. streams.Select(stream => (RedisValue)$"stream:{stream}:results")];
        _positions = [.. _keys.Select(_ => (RedisValue)"0-0")];
        _take = take;
        _reading = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!await ReadSome())
                await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <returns>False where nothing is new, or Redis is away.</returns>
    private async Task<bool> ReadSome()
    {
        try
        {
            // XREAD COUNT n STREAMS key … id …
            object[] arguments = [(RedisValue)"COUNT", (RedisValue)MostAtOnce, (RedisValue)"STREAMS", .. _keys.Cast<object>(), .. _positions.Cast<object>()];
            // An answer that a lost connection owed may never come.
            var answer = await _client.GetDatabase().ExecuteAsync("XREAD", arguments).WaitAsync(Patience);
            if (answer.IsNull)
                return false;
            foreach (var stream in (RedisResult[])answer!)
                Take((RedisResult[])stream!);
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    /// <param name="stream">key, [[id, [field, value, …]], …]</param>
    private void Take(RedisResult[] stream)
    {
        var at = Array.IndexOf(_keys, (RedisValue)stream[0]);
        foreach (var entry in (RedisResult[])stream[1]!)
        {
            var (id, fields) = ((RedisValue)((RedisResult[])entry!)[0], (RedisValue[])((RedisResult[])entry!)[1]!);
            _take(FrameResult.Parser.ParseFrom((byte[])fields[Array.IndexOf(fields, (RedisValue)"result") + 1]!));
            _positions[at] = id;
        }
    }
}
