using Npgsql;
using Sinks.Store;
using Sinks.Store.Tally;

namespace Sinks.Postgres;

/// <summary>One connection, with tables of its own that rows are copied into before they are added to what is there.</summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private static readonly string Staging = EmbeddedSql.Read("Postgres.Staging");
    private static readonly string Upsert = EmbeddedSql.Read("Postgres.Upsert");

    private readonly NpgsqlConnection _connection;

    // Partitions that are there, as far as this connection has seen; one that was dropped since makes a write fail, and the next open begins anew.
    private readonly HashSet<DateOnly> _days = [];

    private PostgresWriter(NpgsqlConnection connection) => _connection = connection;

    public static async Task<PostgresWriter> OpenAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        var writer = new PostgresWriter(await source.OpenConnectionAsync(stop));
        try
        {
            await PostgresSchema.MigrateAsync(writer._connection, stop);
            await PostgresSchema.ExecuteAsync(writer._connection, Staging, stop);
            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    public async Task<long?> OffsetAsync(Guid logId, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT next FROM stream.offsets WHERE log_id = $1", _connection) { Parameters = { new() { Value = logId } } };
        return (long?)await command.ExecuteScalarAsync(stop);
    }

    public async Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop)
    {
        await AddDaysAsync(tally.Days, stop);
        await using var transaction = await _connection.BeginTransactionAsync(stop);
        await MoveOffsetAsync(logId, tally, stop);
        await StageAsync(tally, stop);
        await PostgresSchema.ExecuteAsync(_connection, Upsert, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Copies the rows into the staging tables, which the end of a transaction empties.</summary>
    public async Task StageAsync(RecordTally tally, CancellationToken stop)
    {
        var copy = new StagingCopy(_connection);
        await copy.Sessions(tally.Sessions, stop);
        await copy.Summaries(tally.Summaries, stop);
        await copy.Drops(tally.Drops, stop);
        await copy.Objects(tally.Objects, stop);
        await copy.Events(tally.Events, stop);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task AddDaysAsync(IEnumerable<DateOnly> days, CancellationToken stop)
    {
        foreach (var day in days.Where(day => !_days.Contains(day)).ToList())
        {
            await PostgresSchema.AddDaysAsync(_connection, day, day, stop);
            _days.Add(day);
        }
    }

    /// <summary>First of all, as it locks the offset's row: a writer that was cut off, and whose commit may still be under way, is waited for.</summary>
    private async Task MoveOffsetAsync(Guid logId, RecordTally tally, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            tally.Start is null
                ? "INSERT INTO stream.offsets (log_id, next) VALUES ($1, $2) ON CONFLICT DO NOTHING"
                : "UPDATE stream.offsets SET next = $2, written = now() WHERE log_id = $1 AND next = $3", _connection)
        { Parameters = { new() { Value = logId }, new() { Value = tally.End } } };
        if (tally.Start is { } start)
            command.Parameters.Add(new() { Value = start });
        if (await command.ExecuteNonQueryAsync(stop) != 1)
            throw new StoreException("the log's offset in the store has moved since it was read");
    }
}
