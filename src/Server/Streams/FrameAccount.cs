namespace Server.Streams;

/// <summary>Where every frame of one session went: received = inferred + dropped by reason + in flight, exactly.</summary>
/// <remarks>
/// The source's thread and the lanes write, anyone reads; the lock is this session's own and held for an addition,
/// so that a reader never sees half of a move.
/// </remarks>
internal sealed class FrameAccount
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
    }

    public void Dropped(DropReason reason)
    {
        lock (_gate)
        {
            _dropped[(int)reason]++;
            _inFlight--;
        }
    }

    public FrameCounts Snapshot()
    {
        lock (_gate)
            return new(_received, _inferred, [.. _dropped], _inFlight);
    }
}
