using Sinks.Store.Query;

namespace Sinks.Sqlite;

/// <summary>What Postgres has as stream.rollup. A stream that is asked for stands in the text, as SQLite plans without looking at parameters.</summary>
internal static class SqliteQueries
{
    public static string Summaries(SummaryQuery query)
    {
        var sums = query.Bucket == Bucket.Minute ? SqliteSums.Minutes : SqliteSums.Hours;
        // Minutes and hours lie in the index as they are asked for.
        var start = query.Bucket.Seconds() == sums.Seconds ? sums.Start : $"{sums.Start} / @Width * @Width";
        return $"""
            WITH page AS (
                SELECT {start} AS start, stream_id
                FROM {sums.Summaries}
                WHERE {sums.Start} >= max(@From, @AfterStart) AND {sums.Start} < @To {OfStream(query.Stream)}
                    AND ({start}, stream_id) > (@AfterStart, @AfterStream)
                GROUP BY 1, 2 ORDER BY 1, 2 LIMIT @Limit)
            SELECT page.stream_id, page.start, sum(s.inferred), sum(s.dropped),
                (SELECT json_group_array(frames) FROM (
                    SELECT sum(bucket.value) AS frames FROM {sums.Summaries} l, json_each(l.latency) AS bucket
                    WHERE {Within("l")} GROUP BY bucket.key ORDER BY bucket.key)),
                (SELECT json_group_object(reason, frames) FROM (
                    SELECT d.reason, sum(d.frames) AS frames FROM {sums.Drops} d WHERE {Within("d")} GROUP BY d.reason)),
                (SELECT json_group_object(label, json_object('objects', objects, 'frames', frames, 'least', least, 'most', most)) FROM (
                    SELECT o.label, sum(o.objects) AS objects, sum(o.frames) AS frames, min(o.least) AS least, max(o.most) AS most FROM {sums.Objects} o
                    WHERE {Within("o")} GROUP BY o.label))
            FROM page JOIN {sums.Summaries} s ON {Within("s")}
            GROUP BY page.start, page.stream_id
            ORDER BY page.start, page.stream_id
            """;

        string Within(string table) => $"{table}.stream_id = page.stream_id AND {table}.{sums.Start} >= page.start AND {table}.{sums.Start} < page.start + @Width";
    }

    public static string Events(EventQuery query) => $"""
        SELECT id, time, kind, stream_id, session_id, body
        FROM events
        WHERE time >= @From AND time < @To {OfStream(query.Stream)} AND (@Kind IS NULL OR kind = @Kind) AND (time, id) > (@AfterTime, @AfterId)
        ORDER BY time, id LIMIT @Limit
        """;

    private static string OfStream(string? stream) => stream is null ? "" : "AND stream_id = @Stream";
}
