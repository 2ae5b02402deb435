using Server.Metrics;

namespace Server.Cache;

/// <summary>Answers that were given before. A store that fails costs an inference and nothing else.</summary>
internal sealed partial class ResultCache(ICacheStore? store, CacheOptions options, ILogger<ResultCache> log)
{
    private long _hits;
    private long _misses;
    private int _failing;

    public bool IsEnabled => store is not null;

    public long Hits => Interlocked.Read(ref _hits);

    public long Misses => Interlocked.Read(ref _misses);

    public MetricGroup Metrics() => new MetricGroup<ResultCache>(
        () => this,
        new(MetricType.Counter, "stream_cache_hits_total", "Pictures and tensors answered without inference.", _ => Hits),
        new(MetricType.Counter, "stream_cache_misses_total", "Pictures and tensors that were not in the cache.", _ => Misses));

    /// <summary>The answer of before; null where it has to be made.</summary>
    public async ValueTask<byte[]?> FindAsync(CacheKey key)
    {
        if (store is null)
            return null;
        try
        {
            var answer = await store.GetAsync(key);
            Succeeded();
            Interlocked.Increment(ref answer is null ? ref _misses : ref _hits);
            return answer;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
            Interlocked.Increment(ref _misses);
            return null;
        }
    }

    public async ValueTask KeepAsync(CacheKey key, byte[] answer)
    {
        if (store is null || answer.Length > options.MaxEntryBytes)
            return;
        try
        {
            await store.SetAsync(key, answer, TimeSpan.FromSeconds(options.TimeToLiveSeconds));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
        }
    }

    // An outage is told once, at its begin.
    private void Failed(Exception e)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0)
            CacheFailing(e.Message);
    }

    private void Succeeded() => Volatile.Write(ref _failing, 0);

    [LoggerMessage(130, LogLevel.Warning, "The result cache fails, every picture is inferred: {Error}")]
    private partial void CacheFailing(string error);
}
