namespace Sinks.Sqlite;

/// <summary>The tables that hold sums of one width: minutes, and hours, so that a day is 24 rows and not 1440.</summary>
/// <param name="Start">The column that says when a row begins, in Unix seconds.</param>
internal sealed record SqliteSums(string Summaries, string Drops, string Objects, string Start, int Seconds)
{
    public static readonly SqliteSums Minutes = new("summaries", "summary_drops", "summary_objects", "minute", 60);
    public static readonly SqliteSums Hours = new("hours", "hour_drops", "hour_objects", "hour", 3600);

    public string AddSummary { get; } = $"""
        INSERT INTO {Summaries} AS had (stream_id, {Start}, inferred, dropped, latency) VALUES (@StreamId, @Start, @Inferred, @Dropped, @Latency)
        ON CONFLICT DO UPDATE SET
            inferred = had.inferred + excluded.inferred, dropped = had.dropped + excluded.dropped,
            latency = (SELECT json_group_array(frames) FROM (
                SELECT sum(value) AS frames FROM (SELECT key, value FROM json_each(had.latency) UNION ALL SELECT key, value FROM json_each(excluded.latency))
                GROUP BY key ORDER BY key))
        """;

    public string AddDrops { get; } = $"""
        INSERT INTO {Drops} AS had VALUES (@StreamId, @Start, @Reason, @Frames)
        ON CONFLICT DO UPDATE SET frames = had.frames + excluded.frames
        """;

    public string AddObjects { get; } = $"""
        INSERT INTO {Objects} AS had VALUES (@StreamId, @Start, @Label, @Objects, @Frames, @Least, @Most)
        ON CONFLICT DO UPDATE SET
            objects = had.objects + excluded.objects, frames = had.frames + excluded.frames, least = min(had.least, excluded.least), most = max(had.most, excluded.most)
        """;

    public long StartOf(long minute) => minute / Seconds * Seconds;
}
