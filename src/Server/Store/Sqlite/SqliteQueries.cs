using Server.Store.Query;

namespace Server.Store.Sqlite;

/// <summary>What Postgres has as stream.rollup. A stream that is asked for stands in the text, as SQLite plans without looking at parameters.</summary>
internal static class SqliteQueries
{
    public static string Summaries(SummaryQuery query) => $"""
        WITH page AS (
            SELECT {Start(query.Bucket)} AS start, stream_id
            FROM summaries
            WHERE minute >= max(@From, @AfterStart) AND minute < @To {OfStream(query.Stream)}
                AND ({Start(query.Bucket)}, stream_id) > (@AfterStart, @AfterStream)
            GROUP BY 1, 2 ORDER BY 1, 2 LIMIT @Limit)
        SELECT page.stream_id, page.start, sum(s.inferred), sum(s.dropped),
            (SELECT json_group_array(frames) FROM (
                SELECT sum(bucket.value) AS frames FROM summaries l, json_each(l.latency) AS bucket
                WHERE l.stream_id = page.stream_id AND l.minute >= page.start AND l.minute < page.start + @Width GROUP BY bucket.key ORDER BY bucket.key)),
            (SELECT json_group_object(reason, frames) FROM (
                SELECT d.reason, sum(d.frames) AS frames FROM summary_drops d
                WHERE d.stream_id = page.stream_id AND d.minute >= page.start AND d.minute < page.start + @Width GROUP BY d.reason)),
            (SELECT json_group_object(label, json_object('objects', objects, 'frames', frames, 'least', least, 'most', most)) FROM (
                SELECT o.label, sum(o.objects) AS objects, sum(o.frames) AS frames, min(o.least) AS least, max(o.most) AS most FROM summary_objects o
                WHERE o.stream_id = page.stream_id AND o.minute >= page.start AND o.minute < page.start + @Width GROUP BY o.label))
        FROM page JOIN summaries s ON s.stream_id = page.stream_id AND s.minute >= page.start AND s.minute < page.start + @Width
        GROUP BY page.start, page.stream_id
        ORDER BY page.start, page.stream_id
        """;

    public static string Events(EventQuery query) => $"""
        SELECT id, time, kind, stream_id, session_id, body
        FROM events
        WHERE time >= @From AND time < @To {OfStream(query.Stream)} AND (@Kind IS NULL OR kind = @Kind) AND (time, id) > (@AfterTime, @AfterId)
        ORDER BY time, id LIMIT @Limit
        """;

    // Minutes lie in the index as they are asked for.
    private static string Start(Bucket bucket) => bucket == Bucket.Minute ? "minute" : "minute / @Width * @Width";

    private static string OfStream(string? stream) => stream is null ? "" : "AND stream_id = @Stream";
}
