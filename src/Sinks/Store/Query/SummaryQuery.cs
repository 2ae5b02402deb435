namespace Sinks.Store.Query;

/// <summary>Summaries whose start lies in [<paramref name="From"/>, <paramref name="To"/>), ordered by start and stream.</summary>
/// <param name="Stream">All streams where null.</param>
/// <param name="After">The last one of the page before.</param>
public sealed record SummaryQuery(string? Stream, DateTimeOffset From, DateTimeOffset To, Bucket Bucket, SummaryKey? After, int Limit)
{
    /// <summary>The first start that is asked for; a summary is never a part of its hour or day.</summary>
    public long FromSeconds => Ceiling(From);

    public long ToSeconds => Ceiling(To);

    private long Ceiling(DateTimeOffset time)
    {
        var width = Bucket.Seconds() * 1000L;
        return (time.ToUnixTimeMilliseconds() + width - 1) / width * width / 1000;
    }
}

/// <param name="Start">Unix seconds.</param>
public readonly record struct SummaryKey(long Start, string StreamId);

/// <summary>A stream's minute, hour or day.</summary>
/// <param name="Start">Unix seconds.</param>
/// <param name="Drops">Frames by reason.</param>
/// <param name="Latency">See <see cref="Tally.StoredLatencies"/>.</param>
public sealed record Summary(string StreamId, long Start, long Inferred, long Dropped, IReadOnlyDictionary<string, long> Drops, IReadOnlyDictionary<string, LabelCounts> Objects, long[] Latency)
{
    public SummaryKey Key => new(Start, StreamId);
}

/// <param name="Objects">In all frames together.</param>
/// <param name="Frames">Frames that have the label.</param>
/// <param name="Least">Of those frames.</param>
public readonly record struct LabelCounts(long Objects, long Frames, long Least, long Most);

/// <summary>How long a summary is. Hours and days are those of UTC.</summary>
public enum Bucket
{
    Minute,
    Hour,
    Day,
}

internal static class BucketWidth
{
    public static int Seconds(this Bucket bucket) => bucket switch
    {
        Bucket.Hour => 3600,
        Bucket.Day => 86_400,
        _ => 60,
    };
}
