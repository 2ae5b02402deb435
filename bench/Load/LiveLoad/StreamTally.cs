using System.Diagnostics;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>The results of one stream as its viewer got them.</summary>
internal sealed class StreamTally
{
    private readonly Lock _gate = new();
    private readonly List<SeenResult> _seen = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _seen.Count;
        }
    }

    public void Add(FrameResult result)
    {
        var received = Stopwatch.GetTimestamp();
        lock (_gate)
            _seen.Add(new(received, result.SessionId, result.Sequence, result.Pts90Khz, result.DroppedSinceLast, TimeSpan.FromMicroseconds(result.Timing.TotalUs)));
    }

    public IReadOnlyList<SeenResult> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }
}

/// <summary>One result at its viewer.</summary>
/// <param name="Received">Stopwatch's time.</param>
/// <param name="InServer">From the frame's arrival there until it was handed to subscribers.</param>
internal readonly record struct SeenResult(long Received, string Session, long Sequence, long Pts90kHz, int DroppedSinceLast, TimeSpan InServer)
{
    /// <summary>When it came, on the clock on which the frame of time 0 came at 0.</summary>
    public TimeSpan Lag => Stopwatch.GetElapsedTime(0, Received) - TimeSpan.FromSeconds(Pts90kHz / 90_000.0);
}
