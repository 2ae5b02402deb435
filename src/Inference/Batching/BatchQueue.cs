using Inference.Postprocess;

namespace Inference.Batching;

/// <summary>All streams of one model, from which free lanes take what is ready.</summary>
/// <remarks>
/// Start-time fair queueing (Goyal, Vin and Cheng 1996): each stream has a virtual time that grows by 1 / priority with every frame
/// served; a lane takes from the ready streams with the smallest. A stream that was idle starts at the present, so that silence earns
/// no credit. The list of streams is copied on change; lanes scan it without a lock and claim from each stream under its own.
/// </remarks>
internal sealed class BatchQueue(int maxBatchSize, TimeSpan maxDelay, Func<Frame, long> shapeOf, Func<Detections> newDetections, TimeProvider time)
    : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0);
    private readonly Lock _change = new();
    private InferenceStream[] _streams = [];
    private int _idleLanes;
    private double _now;
    private volatile bool _stopped;

    public int MaxBatchSize => maxBatchSize;

    public long ShapeOf(in Frame frame) => shapeOf(frame);

    public Detections NewDetections() => newDetections();

    /// <summary>Streams open now. A copy of the moment: it is never changed.</summary>
    public IReadOnlyList<InferenceStream> Streams => _streams;

    public void Add(InferenceStream stream)
    {
        lock (_change)
        {
            stream.Served = _now;
            _streams = [.. _streams, stream];
        }
    }

    public void Remove(InferenceStream stream)
    {
        lock (_change)
            _streams = [.. _streams.Where(other => other != stream)];
    }

    /// <summary>Something became ready.</summary>
    public void Ring()
    {
        // Full fence between the frame that was put down and the look at who sleeps; the lane does the same the other way round,
        // so one of the two always sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _idleLanes) > 0)
            _bell.Release();
    }

    /// <summary>Waits until at least one frame is ready and takes up to a batch of one input shape; 0 once stopped.</summary>
    public int Take(Span<BatchItem> batch, out long shape)
    {
        shape = 0;
        var count = Claim(batch, 0, ref shape);
        while (count == 0 && !_stopped)
            count = SleepAndClaim(Timeout.Infinite, batch, count, ref shape);

        if (count > 0 && count < maxBatchSize && maxDelay > TimeSpan.Zero)
            FillUp(batch, ref count, ref shape);
        return count;
    }

    public void Stop(int lanes)
    {
        _stopped = true;
        _bell.Release(lanes);
    }

    public void Dispose() => _bell.Dispose();

    private void FillUp(Span<BatchItem> batch, ref int count, ref long shape)
    {
        var started = time.GetTimestamp();
        while (count < maxBatchSize && !_stopped && time.GetElapsedTime(started) < maxDelay)
            count = SleepAndClaim(1, batch, count, ref shape);
    }

    private int SleepAndClaim(int milliseconds, Span<BatchItem> batch, int count, ref long shape)
    {
        Interlocked.Increment(ref _idleLanes);
        var claimed = Claim(batch, count, ref shape);
        if (claimed == count && !_stopped)
        {
            _bell.Wait(milliseconds);
            claimed = Claim(batch, count, ref shape);
        }

        Interlocked.Decrement(ref _idleLanes);
        return claimed;
    }

    private int Claim(Span<BatchItem> batch, int count, ref long shape)
    {
        var streams = Volatile.Read(ref _streams);
        while (count < batch.Length && LeastServed(streams, ref shape, ref batch[count]))
            count++;

        return count;
    }

    /// <summary>Claims one frame from the ready stream that is due. Two lanes may choose the same one; the slower looks on.</summary>
    /// <remarks>Virtual times are advisory: two lanes may read them a frame late, which shifts a turn and loses none.</remarks>
    private bool LeastServed(InferenceStream[] streams, ref long shape, ref BatchItem item)
    {
        var passed = (Served: double.NegativeInfinity, Index: -1);
        while (NextReady(streams, passed) is var index and >= 0)
        {
            var stream = streams[index];
            passed = (stream.Served, index);
            if (!stream.TryClaim(ref shape, ref item))
                continue;
            _now = Math.Max(stream.Served, _now);
            stream.Served = _now + 1 / stream.Options.Priority;
            return true;
        }

        return false;
    }

    /// <summary>The ready stream with the smallest (virtual time, index) above <paramref name="passed"/>; −1 where there is none.</summary>
    private static int NextReady(InferenceStream[] streams, (double Served, int Index) passed)
    {
        var best = (Served: double.PositiveInfinity, Index: -1);
        for (var i = 0; i < streams.Length; i++)
        {
            var candidate = (streams[i].Served, Index: i);
            if (streams[i].HasWaiting && candidate.CompareTo(passed) > 0 && candidate.Served < best.Served)
                best = candidate;
        }

        return best.Index;
    }
}
