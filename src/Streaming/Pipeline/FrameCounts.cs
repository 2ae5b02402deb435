namespace Streaming.Pipeline;

/// <summary>One moment of a <see cref="FrameAccount"/>.</summary>
/// <param name="Dropped">By <see cref="DropReason"/>.</param>
public sealed record FrameCounts(long Received, long Inferred, IReadOnlyList<long> Dropped, long InFlight)
{
    public static FrameCounts Zero { get; } = new(0, 0, new long[Enum.GetValues<DropReason>().Length], 0);

    public long TotalDropped => Dropped.Sum();

    public static FrameCounts operator +(FrameCounts a, FrameCounts b) =>
        new(a.Received + b.Received, a.Inferred + b.Inferred, [.. a.Dropped.Zip(b.Dropped, (x, y) => x + y)], a.InFlight + b.InFlight);
}
