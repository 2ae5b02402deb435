using Sinks.Store.Query;
using Sinks.Store.Tally;
using Streaming.Pipeline;

namespace Server.History;

/// <param name="Next">The cursor of the next page; null where this one is the last.</param>
internal sealed record SummaryPage(IReadOnlyList<SummaryResource> Summaries, string? Next);

/// <summary>A stream's minute, hour or day.</summary>
/// <param name="Objects">By label, per inferred frame.</param>
/// <param name="LatencyMs">From a frame's arrival to its result, within 6.25 %; null where no frame was inferred.</param>
internal sealed record SummaryResource(string Stream, DateTimeOffset Start, SummaryFrames Frames, IReadOnlyDictionary<string, ObjectCounts> Objects, Percentiles? LatencyMs)
{
    public static SummaryResource Of(Summary summary) => new(
        summary.StreamId, DateTimeOffset.FromUnixTimeSeconds(summary.Start),
        new(summary.Inferred + summary.Dropped, summary.Inferred, summary.Drops.ToDictionary(drop => DropReasons.NameOf(drop.Key), drop => drop.Value)),
        summary.Objects.ToDictionary(label => label.Key, label => ObjectCounts.Of(label.Value, summary.Inferred)),
        Percentiles.Of(summary.Latency));
}

/// <summary>received = inferred + the sum of dropped.</summary>
/// <param name="Dropped">By reason.</param>
internal sealed record SummaryFrames(long Received, long Inferred, IReadOnlyDictionary<string, long> Dropped);

internal sealed record ObjectCounts(long Min, double Avg, long Max)
{
    public static ObjectCounts Of(LabelCounts counts, long inferred) => new(counts.Frames < inferred ? 0 : counts.Least, Math.Round((double)counts.Objects / inferred, 3), counts.Most);
}

internal sealed record Percentiles(double P50, double P95, double P99)
{
    public static Percentiles? Of(long[] latency) =>
        StoredLatencies.Percentile(latency, 0.5) is { } median ? new(Round(median), Round(StoredLatencies.Percentile(latency, 0.95)!.Value), Round(StoredLatencies.Percentile(latency, 0.99)!.Value)) : null;

    private static double Round(double milliseconds) => Math.Round(milliseconds, 2);
}
