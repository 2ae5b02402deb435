using Server.Redis;
using StackExchange.Redis;

namespace Server.Cache;

/// <summary>Answers in Redis, shared by every server that is configured with it.</summary>
internal sealed class RedisStore(RedisConnection connection, string keyPrefix) : ICacheStore, IDisposable
{
    // Looking up must never cost more than the inference that it saves.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // The connection is made anew by whoever finds it lost: one at a time.
    private readonly SemaphoreSlim _connecting = new(1);

    public async ValueTask<byte[]?> GetAsync(CacheKey key)
    {
        var database = await Database();
        return await database.StringGetAsync(KeyOf(key)).WaitAsync(Patience);
    }

    public async ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive)
    {
        var database = await Database();
        await database.StringSetAsync(KeyOf(key), answer, timeToLive).WaitAsync(Patience);
    }

    public void Dispose()
    {
        connection.Dispose();
        _connecting.Dispose();
    }

    private RedisKey KeyOf(CacheKey key) => $"{keyPrefix}stream:cache:{key.Text}";

    private async Task<IDatabase> Database()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _connecting.WaitAsync(patience.Token);
        try
        {
            return await connection.Database(patience.Token);
        }
        finally
        {
            _connecting.Release();
        }
    }
}
