namespace Streaming.Pipeline;

/// <summary>Where every frame of one session went: received = inferred + dropped by reason + in flight, exactly.</summary>
/// <remarks>
/// The source's thread and the lanes write, anyone reads; the lock is this session's own and held for an addition,
/// so that a reader never sees half of a move.
/// </remarks>
/// <param name="frameCompleted">Told, after it was counted, of every frame that was inferred or dropped.</param>
public sealed class FrameAccount(Action? frameCompleted = null)
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;

    private readonly Lock _gate = new();
    private readonly long[] _dropped = new long[Reasons];
    private long _received;
    private long _inferred;
    private long _inFlight;

    /// <summary>An access unit or raw frame came in.</summary>
    public void Received()
    {
        lock (_gate)
        {
            _received++;
            _inFlight++;
        }
    }

    public void Inferred()
    {
        lock (_gate)
        {
            _inferred++;
            _inFlight--;
        }

        frameCompleted?.Invoke();
    }

    public void Dropped(DropReason reason)
    {
        lock (_gate)
        {
            _dropped[(int)reason]++;
            _inFlight--;
        }

        frameCompleted?.Invoke();
    }

    public FrameCounts Snapshot()
    {
        lock (_gate)
            return new(_received, _inferred, [.. _dropped], _inFlight);
    }
}

/// <summary>One moment of a <see cref="FrameAccount"/>.</summary>
/// <param name="Dropped">By <see cref="DropReason"/>.</param>
public sealed record FrameCounts(long Received, long Inferred, IReadOnlyList<long> Dropped, long InFlight)
{
    public static FrameCounts Zero { get; } = new(0, 0, new long[Enum.GetValues<DropReason>().Length], 0);

    public long TotalDropped => Dropped.Sum();

    public static FrameCounts operator +(FrameCounts a, FrameCounts b) =>
        new(a.Received + b.Received, a.Inferred + b.Inferred, [.. a.Dropped.Zip(b.Dropped, (x, y) => x + y)], a.InFlight + b.InFlight);
}
