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
