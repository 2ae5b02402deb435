using Sinks.Store.Query;
using Sinks.Store.Tally;

namespace Sinks.Tests.Store;

/// <summary>What the store must say of records, computed from the messages themselves.</summary>
internal static class ExpectedSummaries
{
    public static List<Summary> Of(RandomRecords records, Bucket bucket)
    {
        long StartOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / bucket.Seconds() * bucket.Seconds();
        var results = records.Results.ToLookup(result => new SummaryKey(StartOf(result.Time), result.Result.StreamId), result => result.Result);
        var drops = records.Reports.ToLookup(report => new SummaryKey(StartOf(report.Time), report.Report.StreamId), report => report.Report);
        return [.. results.Select(group => group.Key).Union(drops.Select(group => group.Key))
            .OrderBy(key => key.Start).ThenBy(key => key.StreamId, StringComparer.Ordinal)
            .Select(key => Of(key, [.. results[key]], [.. drops[key].SelectMany(report => report.Dropped)]))];
    }

    private static Summary Of(SummaryKey key, List<Wire.V1.FrameResult> results, List<KeyValuePair<string, long>> drops)
    {
        var latency = new int[StoredLatencies.Count];
        results.ForEach(result => latency[StoredLatencies.Of(result.Timing.TotalUs)]++);
        var perFrame = results.SelectMany(result => result.Objects.CountBy(found => found.Label)).ToLookup(count => count.Key, count => (long)count.Value);
        return new(
            key.StreamId, key.Start, results.Count, drops.Sum(drop => drop.Value),
            drops.GroupBy(drop => drop.Key).ToDictionary(reason => reason.Key, reason => reason.Sum(drop => drop.Value)),
            perFrame.ToDictionary(label => label.Key, label => new LabelCounts(label.Sum(), label.Count(), label.Min(), label.Max())),
            [.. StoredLatencies.Trim(latency).Select(count => (long)count)]);
    }
}
