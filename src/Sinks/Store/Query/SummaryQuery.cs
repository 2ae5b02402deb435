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
