using Npgsql;
using NpgsqlTypes;
using Sinks.Store.Query;
using Sinks.Store.Tally;

namespace Sinks.Postgres;

/// <summary>COPY into the staging tables, in Postgres' binary form.</summary>
internal sealed class StagingCopy(NpgsqlConnection connection)
{
    public Task Sessions(IEnumerable<SessionRow> rows, CancellationToken stop) => Copy("staged_sessions", rows, static (row, to) =>
    {
        to.Write(row.StreamId, NpgsqlDbType.Text);
        to.Write(row.SessionId, NpgsqlDbType.Text);
        to.Write(Time(row.FirstSeen), NpgsqlDbType.TimestampTz);
        to.Write(Time(row.LastSeen), NpgsqlDbType.TimestampTz);
        to.Write(row.Model, NpgsqlDbType.Text);
        to.Write(row.Width, NpgsqlDbType.Integer);
        to.Write(row.Height, NpgsqlDbType.Integer);
        to.Write(row.Inferred, NpgsqlDbType.Bigint);
        to.Write(row.Dropped, NpgsqlDbType.Bigint);
    }, stop);

    public Task Summaries(IEnumerable<SummaryRow> rows, CancellationToken stop) => Copy("staged_summaries", rows, static (row, to) =>
    {
        to.Write(row.StreamId, NpgsqlDbType.Text);
        to.Write(Time(row.Minute * 1000), NpgsqlDbType.TimestampTz);
        to.Write(row.Inferred, NpgsqlDbType.Bigint);
        to.Write(row.Dropped, NpgsqlDbType.Bigint);
        to.Write(row.Latency, NpgsqlDbType.Array | NpgsqlDbType.Integer);
    }, stop);

    public Task Drops(IEnumerable<DropRow> rows, CancellationToken stop) => Copy("staged_drops", rows, static (row, to) =>
    {
        to.Write(row.StreamId, NpgsqlDbType.Text);
        to.Write(Time(row.Minute * 1000), NpgsqlDbType.TimestampTz);
        to.Write(row.Reason, NpgsqlDbType.Text);
        to.Write(row.Frames, NpgsqlDbType.Bigint);
    }, stop);

    public Task Objects(IEnumerable<ObjectRow> rows, CancellationToken stop) => Copy("staged_objects", rows, static (row, to) =>
    {
        to.Write(row.StreamId, NpgsqlDbType.Text);
        to.Write(Time(row.Minute * 1000), NpgsqlDbType.TimestampTz);
        to.Write(row.Label, NpgsqlDbType.Text);
        to.Write(row.Objects, NpgsqlDbType.Bigint);
        to.Write(row.Frames, NpgsqlDbType.Bigint);
        to.Write(row.Least, NpgsqlDbType.Bigint);
        to.Write(row.Most, NpgsqlDbType.Bigint);
    }, stop);

    public Task Events(IEnumerable<StoredEvent> rows, CancellationToken stop) => Copy("staged_events", rows, static (row, to) =>
    {
        to.Write(row.Id, NpgsqlDbType.Text);
        to.Write(Time(row.UnixMilliseconds), NpgsqlDbType.TimestampTz);
        to.Write(row.Kind, NpgsqlDbType.Text);
        to.Write(row.StreamId, NpgsqlDbType.Text);
        to.Write(row.SessionId, NpgsqlDbType.Text);
        to.Write(row.Body, NpgsqlDbType.Jsonb);
    }, stop);

    private async Task Copy<T>(string table, IEnumerable<T> rows, Action<T, NpgsqlBinaryImporter> write, CancellationToken stop)
    {
        using var all = rows.GetEnumerator();
        if (!all.MoveNext())
            return;
        await using var importer = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT BINARY)", stop);
        do
        {
            // Into the driver's buffer; it goes out when that is full.
            await importer.StartRowAsync(stop);
            write(all.Current, importer);
        }
        while (all.MoveNext());
        await importer.CompleteAsync(stop);
    }

    private static DateTime Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;
}
