namespace Server.Cache;

/// <summary>Where answers are kept.</summary>
internal interface ICacheStore
{
    /// <returns>Null where it is not there.</returns>
    ValueTask<byte[]?> GetAsync(CacheKey key);

    ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive);
}
