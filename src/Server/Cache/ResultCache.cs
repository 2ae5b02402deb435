using Telemetry;

namespace Server.Cache;

/// <summary>Answers that were given before. A store that fails costs an inference and nothing else.</summary>
/// <remarks>One that failed is left alone for a while, so that pictures do not wait for it one after another.</remarks>
internal sealed partial class ResultCache(ICacheStore? store, CacheOptions options, TimeProvider time, ILogger<ResultCache> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Answers on their way to a store: what a slow one may hold of memory is so many times Cache:MaxEntryBytes.
    private const int MaxOnTheWay = 16;

    private readonly FaultLog _faultLog = new(log);
    private long _hits;
    private long _misses;
    private long _faults;
    private int _onTheWay;

    // A timestamp; 0 while the store works.
    private long _pausedUntil;
    private int _failing;

    public bool IsEnabled => store is not null;

    public long Hits => Interlocked.Read(ref _hits);

    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>Failures that nobody foresaw: each is a bug.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    public MetricGroup Metrics() => new MetricGroup<ResultCache>(
        () => this,
        new(MetricType.Counter, "stream_cache_hits_total", "Pictures and tensors answered without inference.", _ => Hits),
        new(MetricType.Counter, "stream_cache_misses_total", "Pictures and tensors that were not in the cache.", _ => Misses),
        new(MetricType.Counter, "stream_cache_faults_total", "Failures of the cache that nobody foresaw: each is a bug, the log has its stack.", _ => Faults));

    /// <summary>The answer of before; null where it has to be made.</summary>
    public async ValueTask<byte[]?> TryGetAsync(CacheKey key)
    {
        if (store is null)
            return null;
        byte[]? answer = null;
        try
        {
            if (MayQuery())
            {
                answer = await store.GetAsync(key);
                Succeeded();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
        }

        Interlocked.Increment(ref answer is null ? ref _misses : ref _hits);
        return answer;
    }

    /// <summary>Never waits: the answer goes to its client meanwhile.</summary>
    public void Set(CacheKey key, byte[] answer)
    {
        if (store is null || answer.Length > options.MaxEntryBytes || Interlocked.Read(ref _pausedUntil) != 0)
            return;
        if (Interlocked.Increment(ref _onTheWay) <= MaxOnTheWay)
            _ = SetAsync(store, key, answer);
        else
            Interlocked.Decrement(ref _onTheWay);
    }

    private async Task SetAsync(ICacheStore into, CacheKey key, byte[] answer)
    {
        try
        {
            await into.SetAsync(key, answer, TimeSpan.FromSeconds(options.TimeToLiveSeconds));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
        }
        finally
        {
            Interlocked.Decrement(ref _onTheWay);
        }
    }

    /// <summary>After a pause one asks whether the store is back, and the others go on without it.</summary>
    private bool MayQuery()
    {
        var until = Interlocked.Read(ref _pausedUntil);
        return until == 0 || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref _pausedUntil, AfterPause(), until) == until);
    }

    private long AfterPause() => time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);

    // An outage is told once, at its begin.
    private void Failed(Exception e)
    {
        Interlocked.Exchange(ref _pausedUntil, AfterPause());
        if (Interlocked.Exchange(ref _failing, 1) == 0)
            CacheFailing(e.Message);
        if (e is CacheException)
            return;
        Interlocked.Increment(ref _faults);
        _faultLog.Report("The result cache", e);
    }

    private void Succeeded()
    {
        Interlocked.Exchange(ref _pausedUntil, 0);
        Volatile.Write(ref _failing, 0);
    }

    [LoggerMessage(130, LogLevel.Warning, "The result cache fails, every picture is inferred: {Error}")]
    private partial void CacheFailing(string error);
}
