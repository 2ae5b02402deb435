using System.Text.Json;
using Sinks.Store;
using Sinks.Store.Query;
using Xunit;

namespace Sinks.Tests.Store;

/// <summary>Reads a store to its end, page by page, and as text that is compared.</summary>
internal static class StoreAnswers
{
    public static async Task<List<Summary>> Summaries(this IStore store, Bucket bucket, string? stream = null, int page = 1000)
    {
        var (all, after) = (new List<Summary>(), (SummaryKey?)null);
        while (true)
        {
            var next = await store.ReadAsync(new SummaryQuery(stream, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), bucket, after, page), TestContext.Current.CancellationToken);
            Assert.True(next.Count <= page, "a page is too long");
            all.AddRange(next);
            if (next.Count < page)
                return all;
            after = next[^1].Key;
        }
    }

    public static async Task<List<StoredEvent>> Events(this IStore store, string? stream = null, string? kind = null, int page = 1000)
    {
        var (all, after) = (new List<StoredEvent>(), (EventKey?)null);
        while (true)
        {
            var next = await store.ReadAsync(new EventQuery(stream, kind, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), after, page), TestContext.Current.CancellationToken);
            all.AddRange(next);
            if (next.Count < page)
                return all;
            after = next[^1].Key;
        }
    }

    /// <summary>A line each.</summary>
    public static string Text(this IEnumerable<Summary> summaries) => string.Join('\n', summaries.Select(summary => JsonSerializer.Serialize(summary with
    {
        Drops = new SortedDictionary<string, long>(summary.Drops.ToDictionary(), StringComparer.Ordinal),
        Objects = new SortedDictionary<string, LabelCounts>(summary.Objects.ToDictionary(), StringComparer.Ordinal),
    })));
}
