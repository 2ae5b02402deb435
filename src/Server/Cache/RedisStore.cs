using ResultLog;
using Sinks.Redis;
using StackExchange.Redis;

namespace Server.Cache;

/// <summary>Answers in Redis, shared by every server that is configured with it.</summary>
internal sealed class RedisStore(RedisConnection connection, string keyPrefix) : ICacheStore, IDisposable
{
    // Looking up must never cost more than the inference that it saves.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMilliseconds(500);

    public async ValueTask<byte[]?> GetAsync(CacheKey key) => await ExecuteAsync(database => database.StringGetAsync(KeyOf(key)));

    public async ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive) => await ExecuteAsync(database => database.StringSetAsync(KeyOf(key), answer, timeToLive));

    public void Dispose() => connection.Dispose();

    private RedisKey KeyOf(CacheKey key) => $"{keyPrefix}stream:cache:{key.Text}";

    private async Task<T> ExecuteAsync<T>(Func<IDatabase, Task<T>> command)
    {
        using var timeout = new CancellationTokenSource(CommandTimeout);
        try
        {
            var database = await connection.Database(timeout.Token);
            return await connection.Answer(command(database), timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new CacheException($"Redis at {connection.Address} does not answer within {CommandTimeout.TotalMilliseconds} ms: is it overloaded or paused, does a firewall drop it?", e);
        }
        catch (Exception e) when (e is SinkException or RedisException or ObjectDisposedException)
        {
            throw new CacheException(e.Message, e);
        }
    }
}
