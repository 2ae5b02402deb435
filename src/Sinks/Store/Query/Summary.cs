namespace Sinks.Store.Query;

/// <summary>A stream's minute, hour or day.</summary>
/// <param name="Start">Unix seconds.</param>
/// <param name="Drops">Frames by reason.</param>
/// <param name="Latency">See <see cref="Tally.LatencyBuckets"/>.</param>
public sealed record Summary(string StreamId, long Start, long Inferred, long Dropped, IReadOnlyDictionary<string, long> Drops, IReadOnlyDictionary<string, LabelCounts> Objects, long[] Latency)
{
    public SummaryKey Key => new(Start, StreamId);
}

/// <param name="Objects">In all frames together.</param>
/// <param name="Frames">Frames that have the label.</param>
/// <param name="Least">Of those frames.</param>
public readonly record struct LabelCounts(long Objects, long Frames, long Least, long Most);
