namespace Streaming.Pipeline;

/// <summary>Frames a second of one stream, over the last ten seconds.</summary>
public sealed class FrameRates(TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Queue<(long Timestamp, FrameCounts Counts)> _samples = new(Seconds + 1);
    private double _received;
    private double _inferred;

    public double Received => Volatile.Read(ref _received);

    public double Inferred => Volatile.Read(ref _inferred);

    /// <summary>By one caller, once a second.</summary>
    /// <param name="totals">Of all sessions.</param>
    public void Sample(FrameCounts totals)
    {
        var now = time.GetTimestamp();
        if (_samples.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Timestamp, now).TotalSeconds is > 0 and var seconds)
        {
            Volatile.Write(ref _received, (totals.Received - oldest.Counts.Received) / seconds);
            Volatile.Write(ref _inferred, (totals.Inferred - oldest.Counts.Inferred) / seconds);
        }

        _samples.Enqueue((now, totals));
        if (_samples.Count > Seconds)
            _samples.Dequeue();
    }
}
