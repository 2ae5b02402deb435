namespace Streaming.Pipeline;

/// <summary>Frames a second of one stream, over the last ten seconds.</summary>
public sealed class FrameRates(TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Queue<(long Timestamp, FrameCounts Counts)> _samples = new(Seconds + 1);
    private double _received;
    private double _inferred;
    private double _late;

    public double Received => Volatile.Read(ref _received);

    public double Inferred => Volatile.Read(ref _inferred);

    /// <summary>Frames that the engine had no time for: newer ones took their place, or they were too old when their turn came.</summary>
    public double Late => Volatile.Read(ref _late);

    /// <summary>What it asks of the engine: all that comes, or its target where that is less.</summary>
    /// <param name="targetFps">0: all.</param>
    public double Offered(double targetFps) => targetFps > 0 ? Math.Min(Received, targetFps) : Received;

    /// <summary>Of <see cref="Offered"/>, the share that got no result, 0..1.</summary>
    public double DropShare(double targetFps) => Offered(targetFps) is > 0 and var offered ? Math.Clamp(1 - Inferred / offered, 0, 1) : 0;

    /// <summary>By one caller, once a second.</summary>
    /// <param name="totals">Of all sessions.</param>
    public void Sample(FrameCounts totals)
    {
        var now = time.GetTimestamp();
        if (_samples.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Timestamp, now).TotalSeconds is > 0 and var seconds)
        {
            Volatile.Write(ref _received, (totals.Received - oldest.Counts.Received) / seconds);
            Volatile.Write(ref _inferred, (totals.Inferred - oldest.Counts.Inferred) / seconds);
            Volatile.Write(ref _late, (LateOf(totals) - LateOf(oldest.Counts)) / seconds);
        }

        _samples.Enqueue((now, totals));
        if (_samples.Count > Seconds)
            _samples.Dequeue();
    }

    private static long LateOf(FrameCounts counts) => counts.Dropped[(int)DropReason.Superseded] + counts.Dropped[(int)DropReason.Deadline];
}
