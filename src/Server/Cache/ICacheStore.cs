using Microsoft.Extensions.Caching.Memory;

namespace Server.Cache;

/// <summary>Where answers are kept. Every failure that is no bug is a <see cref="CacheException"/>.</summary>
internal interface ICacheStore
{
    /// <returns>Null where it is not there.</returns>
    ValueTask<byte[]?> GetAsync(CacheKey key);

    ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive);
}

/// <summary>The store does not answer, or not in time.</summary>
internal sealed class CacheException(string message, Exception cause) : Exception(message, cause);

/// <summary>Answers in this process, up to a number of bytes.</summary>
internal sealed class MemoryStore(long maxBytes) : ICacheStore, IDisposable
{
    // Key, entry and bookkeeping, so that many small answers do not take more than was allowed.
    private const int OverheadBytes = 300;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = maxBytes, CompactionPercentage = 0.1 });

    public ValueTask<byte[]?> GetAsync(CacheKey key) => ValueTask.FromResult(_answers.Get<byte[]>(key.Text));

    public ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive)
    {
        _answers.Set(key.Text, answer, new MemoryCacheEntryOptions { Size = answer.Length + OverheadBytes, AbsoluteExpirationRelativeToNow = timeToLive });
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _answers.Dispose();
}
