using StackExchange.Redis;
using Wire.V1;

namespace Load.Outage;

/// <summary>Reads the streams' results out of Redis as they come.</summary>
internal sealed class RedisTail : IAsyncDisposable
{
    private const int MostAtOnce = 500;

    // Often enough that waiting for the next look is little of what is measured.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(2);

    private readonly ConnectionMultiplexer _client;
    private readonly Dictionary<RedisKey, RedisValue> _positions;
    private readonly Action<FrameResult> _take;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public RedisTail(string address, IEnumerable<string> streams, Action<FrameResult> take)
    {
        var configuration = ConfigurationOptions.Parse(address);
        (configuration.AbortOnConnectFail, configuration.ReconnectRetryPolicy) = (false, new LinearRetry(100));
        _client = ConnectionMultiplexer.Connect(configuration);
        _positions = streams.ToDictionary(stream => (RedisKey)$"stream:{stream}:results", _ => StreamPosition.Beginning);
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
            StreamPosition[] positions = [.. _positions.Select(stream => new StreamPosition(stream.Key, stream.Value))];
            // An answer that a lost connection owed may never come.
            var streams = await _client.GetDatabase().StreamReadAsync(positions, MostAtOnce).WaitAsync(WaitTimeout);
            foreach (var stream in streams)
                Take(stream);
            return streams.Length > 0;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private void Take(RedisStream stream)
    {
        foreach (var entry in stream.Entries)
        {
            _take(FrameResult.Parser.ParseFrom((byte[])entry["result"]!));
            _positions[stream.Key] = entry.Id;
        }
    }
}
