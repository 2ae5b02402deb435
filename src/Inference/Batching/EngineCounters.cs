namespace Inference.Batching;

/// <summary>What one lane has done. Each has its own, so that lanes never wait for one another; <see cref="Sum"/> adds them up.</summary>
internal sealed class EngineCounters(int maxBatchSize, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly BatchTotal[] _batches = [.. Enumerable.Range(0, maxBatchSize + 1).Select(size => new BatchTotal(size, 0, default, default, default))];
    private StageTotal _succeeded;
    private StageTotal _failed;
    private long _cancelled;
    private TimeSpan _queue;
    private DateTimeOffset? _last;

    /// <param name="times">Of the whole run; queue and postprocess are sums over its pictures.</param>
    public void Ran(int batchSize, in StageTimes times)
    {
        lock (_gate)
        {
            ref var batch = ref _batches[batchSize];
            batch = new(batchSize, batch.Runs + 1, batch.Input + times.Preprocess, batch.Infer + times.Infer, batch.Output + times.Postprocess);
            _queue += times.Queue;
            _last = time.GetUtcNow();
        }
    }

    /// <summary>A frame or a client's tensor has ended.</summary>
    public void Ended(FrameOutcome outcome, TimeSpan took)
    {
        lock (_gate)
        {
            if (outcome == FrameOutcome.Inferred)
                _succeeded += new StageTotal(1, took);
            else
                _failed += new StageTotal(1, took);
            if (outcome == FrameOutcome.Cancelled)
                _cancelled++;
        }
    }

    public static EngineStatistics Sum(IEnumerable<EngineCounters> all)
    {
        EngineStatistics[] parts = [.. all.Select(counters => counters.Snapshot())];
        return new(
            parts.Max(part => part.LastInference),
            parts.Aggregate(default(StageTotal), (sum, part) => sum + part.Succeeded),
            parts.Aggregate(default(StageTotal), (sum, part) => sum + part.Failed),
            parts.Sum(part => part.Cancelled),
            new(parts.Sum(part => part.Queue.Ticks)),
            [.. parts.SelectMany(part => part.Batches).GroupBy(batch => batch.BatchSize).Select(Sum).OrderBy(batch => batch.BatchSize)]);
    }

    private static BatchTotal Sum(IEnumerable<BatchTotal> ofOneSize) => ofOneSize.Aggregate((a, b) =>
        new(a.BatchSize, a.Runs + b.Runs, a.Input + b.Input, a.Infer + b.Infer, a.Output + b.Output));

    private EngineStatistics Snapshot()
    {
        lock (_gate)
            return new(_last, _succeeded, _failed, _cancelled, _queue, [.. _batches.Where(batch => batch.Runs > 0)]);
    }
}
