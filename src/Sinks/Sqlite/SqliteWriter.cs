using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Sinks.Store;
using Sinks.Store.Tally;
using SQLitePCL;

namespace Sinks.Sqlite;

/// <summary>One connection, one transaction a batch. After a failure it is closed.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private const string Streams = """
        INSERT INTO streams AS had VALUES (@StreamId, @FirstSeen, @LastSeen)
        ON CONFLICT DO UPDATE SET first_seen = min(had.first_seen, excluded.first_seen), last_seen = max(had.last_seen, excluded.last_seen)
        """;

    // A batch of drops alone knows no model.
    private const string Sessions = """
        INSERT INTO sessions AS had (stream_id, session_id, first_seen, last_seen, model, width, height, inferred, dropped)
        VALUES (@StreamId, @SessionId, @FirstSeen, @LastSeen, @Model, @Width, @Height, @Inferred, @Dropped)
        ON CONFLICT DO UPDATE SET
            first_seen = min(had.first_seen, excluded.first_seen), last_seen = max(had.last_seen, excluded.last_seen),
            model = CASE excluded.model WHEN '' THEN had.model ELSE excluded.model END,
            width = CASE excluded.model WHEN '' THEN had.width ELSE excluded.width END,
            height = CASE excluded.model WHEN '' THEN had.height ELSE excluded.height END,
            inferred = had.inferred + excluded.inferred, dropped = had.dropped + excluded.dropped
        """;

    private const string Events = "INSERT INTO events VALUES (@Id, @UnixMilliseconds, @Kind, @StreamId, @SessionId, @Body) ON CONFLICT DO NOTHING";

    public long? Offset(Guid logId) => connection.ExecuteScalar<long?>("SELECT next FROM offsets WHERE log_id = @log", new { log = $"{logId}" });

    /// <param name="stop">Cuts it off, but not while it waits for another connection to end its transaction.</param>
    public void Write(Guid logId, RecordTally tally, CancellationToken stop)
    {
        try
        {
            var handle = connection.Handle;
            using var cut = stop.Register(() => raw.sqlite3_interrupt(handle));
            connection.Execute("BEGIN IMMEDIATE");
            MoveOffset(logId, tally);
            Add(tally);
            connection.Execute("COMMIT");
        }
        catch
        {
            // This rolls back. The driver's own way fails where SQLite has done so already, as on a full disk, and hides the cause.
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => connection.Dispose();

    private void Add(RecordTally tally)
    {
        var sessions = tally.Sessions.ToList();
        connection.Execute(Streams, sessions);
        connection.Execute(Sessions, sessions);
        AddSums(tally, SqliteSums.Minutes);
        AddSums(tally, SqliteSums.Hours);
        connection.Execute(Events, tally.Events);
    }

    private void AddSums(RecordTally tally, SqliteSums sums)
    {
        connection.Execute(sums.AddSummary, tally.Summaries.Select(row => new
        {
            row.StreamId, Start = sums.StartOf(row.Minute), row.Inferred, row.Dropped, Latency = JsonSerializer.Serialize(row.Latency),
        }));
        connection.Execute(sums.AddDrops, tally.Drops.Select(row => new { row.StreamId, Start = sums.StartOf(row.Minute), row.Reason, row.Frames }));
        connection.Execute(sums.AddObjects, tally.Objects.Select(row => new { row.StreamId, Start = sums.StartOf(row.Minute), row.Label, row.Objects, row.Frames, row.Least, row.Most }));
    }

    private void MoveOffset(Guid logId, RecordTally tally)
    {
        var moved = connection.Execute(
            tally.Start is null
                ? "INSERT INTO offsets (log_id, next) VALUES (@log, @End) ON CONFLICT DO NOTHING"
                : "UPDATE offsets SET next = @End WHERE log_id = @log AND next = @Start",
            new { log = $"{logId}", tally.Start, tally.End });
        if (moved != 1)
            throw new StoreException("the log's offset in the store has moved since it was read");
    }
}
