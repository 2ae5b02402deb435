using Media;

namespace Inference.Batching;

/// <summary>All sources of one model's pictures, from which free lanes take what is ready.</summary>
/// <remarks>
/// Start-time fair queueing (Goyal, Vin and Cheng 1996): each source has a virtual time that grows by 1 / priority with every picture
/// served; a lane takes from the ready sources with the smallest. A source that was idle starts at the present, so that silence earns
/// no credit; a new one starts about a turn later, so that leaving earns none either. The list of sources is copied on change; lanes scan it without a lock and claim from each source under its own.
/// </remarks>
internal sealed class BatchQueue(int maxBatchSize, TimeSpan maxDelay, Func<Frame, long, long> shapeOf, FrameItemPool items, TimeProvider time)
    : IDisposable
{
    // Multiples of it, modulo 1, are spread evenly however many there are.
    private const double GoldenRatio = 0.6180339887498949;

    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _change = new();
    private IBatchSource[] _sources = [];
    private int _idleLanes;
    private int _added;
    private double _now;
    private volatile bool _stopped;

    public int MaxBatchSize => maxBatchSize;

    /// <param name="usual">That its stream asks for; 0 = the engine's own.</param>
    public long ShapeOf(in Frame frame, long usual) => shapeOf(frame, usual);

    /// <summary>For the frames of every stream.</summary>
    public FrameItemPool Items => items;

    /// <summary>Sources open now. A copy of the moment: it is never changed.</summary>
    public IReadOnlyList<IBatchSource> Sources => _sources;

    public void Add(IBatchSource source)
    {
        lock (_change)
        {
            // A turn ahead on the average: one that comes again and again gains nothing over one that stays. And somewhere around it: were
            // all equal, turns would come in rounds, and a source that is due three times a round would be due twice at the same moment,
            // with one picture waiting.
            source.Served = _now + (0.5 + _added++ * GoldenRatio % 1) / source.Priority;
            _sources = [.. _sources, source];
        }
    }

    public void Remove(IBatchSource source)
    {
        lock (_change)
            _sources = [.. _sources.Where(other => other != source)];
    }

    /// <summary>So many pictures became ready.</summary>
    public void Signal(int pictures = 1)
    {
        // Full fence between the picture that was put down and the look at who sleeps; the lane does the same the other way round,
        // so one of the two always sees the other.
        Interlocked.MemoryBarrier();
        if (Math.Min(Volatile.Read(ref _idleLanes), pictures) is > 0 and var waiters)
            _signal.Release(waiters);
    }

    /// <summary>Waits until at least one picture is ready and takes up to a batch of one input shape; 0 once stopped.</summary>
    public int Take(Span<BatchItem> batch, out long shape)
    {
        shape = 0;
        var count = Claim(batch, 0, ref shape);
        while (count == 0 && !_stopped)
            count = WaitAndClaim(Timeout.Infinite, batch, count, ref shape);

        if (count > 0 && count < maxBatchSize && maxDelay > TimeSpan.Zero)
            FillUp(batch, ref count, ref shape);
        return count;
    }

    public void Stop(int lanes)
    {
        _stopped = true;
        _signal.Release(lanes);
    }

    public void Dispose() => _signal.Dispose();

    private void FillUp(Span<BatchItem> batch, ref int count, ref long shape)
    {
        var started = time.GetTimestamp();
        while (count < maxBatchSize && !_stopped && time.GetElapsedTime(started) < maxDelay)
            count = WaitAndClaim(1, batch, count, ref shape);
    }

    private int WaitAndClaim(int milliseconds, Span<BatchItem> batch, int count, ref long shape)
    {
        Interlocked.Increment(ref _idleLanes);
        var claimed = Claim(batch, count, ref shape);
        if (claimed == count && !_stopped)
        {
            _signal.Wait(milliseconds);
            claimed = Claim(batch, count, ref shape);
        }

        Interlocked.Decrement(ref _idleLanes);
        return claimed;
    }

    private int Claim(Span<BatchItem> batch, int count, ref long shape)
    {
        var sources = Volatile.Read(ref _sources);
        while (count < batch.Length && LeastServed(sources, ref shape) is { } item)
            batch[count++] = item;

        return count;
    }

    /// <summary>Claims one picture from the ready source that is due. Two lanes may choose the same one; the slower looks on.</summary>
    /// <remarks>Virtual times are advisory: two lanes may read them a picture late, which shifts a turn and loses none.</remarks>
    private BatchItem? LeastServed(IBatchSource[] sources, ref long shape)
    {
        var passed = (Served: double.NegativeInfinity, Index: -1);
        while (NextReady(sources, passed) is { Index: >= 0 } next)
        {
            // The virtual time that it was chosen by: another lane may have added to it since.
            passed = next;
            var source = sources[next.Index];
            if (!source.TryClaim(ref shape, out var item))
                continue;
            _now = Math.Max(source.Served, _now);
            source.Served = _now + 1 / source.Priority;
            return item;
        }

        return null;
    }

    /// <summary>The ready source with the smallest (virtual time, index) above <paramref name="passed"/>; index −1 where there is none.</summary>
    private static (double Served, int Index) NextReady(IBatchSource[] sources, (double Served, int Index) passed)
    {
        var best = (Served: double.PositiveInfinity, Index: -1);
        for (var i = 0; i < sources.Length; i++)
        {
            var candidate = (sources[i].Served, Index: i);
            if (sources[i].HasWaiting && candidate.CompareTo(passed) > 0 && candidate.Served < best.Served)
                best = candidate;
        }

        return best;
    }
}
