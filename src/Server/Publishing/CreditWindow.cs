using Streaming.Pipeline;

namespace Server.Publishing;

/// <summary>How many units a client may have on their way: a window of them, opened again as they are done with.</summary>
/// <remarks>
/// Of a live stream a unit is done when it was inferred or dropped, whoever reads; of a lossless one when its result was written,
/// so that a client that does not read stops itself. One thread takes, another grants.
/// </remarks>
internal sealed class CreditWindow(int size, bool lossless)
{
    private long _taken;
    private long _granted = size;

    /// <summary>A unit came in. False: there was no credit for it.</summary>
    public bool TryTake() => Interlocked.Increment(ref _taken) <= Interlocked.Read(ref _granted);

    /// <summary>What may be granted now; it counts as granted.</summary>
    /// <param name="written">Results of the call so far.</param>
    public int Grant(FrameCounts counts, long written)
    {
        // A unit that holds two pictures is done with twice, and opens its place once.
        var done = Math.Min(counts.TotalDropped + (lossless ? written : counts.Inferred), Interlocked.Read(ref _taken));
        var more = (int)(size + done - _granted);
        if (more <= 0)
            return 0;
        Interlocked.Add(ref _granted, more);
        return more;
    }
}
