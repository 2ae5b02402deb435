using Npgsql;
using Sinks.Store;

namespace Sinks.Postgres;

/// <summary>The tables of the schema "stream": brought up to date at each start, and trimmed by whole days.</summary>
internal static class PostgresSchema
{
    // Servers that start at once do this one after the other. The number says nothing; stream.add_days uses the same.
    private const long Lock = 6020341;

    // Nothing is created while records come, if a day's trim fails; and little is there for nothing.
    private const int DaysAhead = 3;

    // A migration may have months to add up. Who has not the time for it, as a sink, leaves it to the retention service.
    private const int NoLimit = 0;

    private static readonly IReadOnlyList<string> Migrations = EmbeddedSql.Migrations("Postgres");

    public static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", stop, NoLimit);
        // CREATE … IF NOT EXISTS would ask for the right to create even where there is nothing to do.
        if (await ScalarAsync(connection, "SELECT to_regclass('stream.migrations') IS NULL", stop) is true)
        {
            if (await ScalarAsync(connection, "SELECT to_regnamespace('stream') IS NULL", stop) is true)
                await ExecuteAsync(connection, "CREATE SCHEMA stream", stop);
            await ExecuteAsync(connection, "CREATE TABLE stream.migrations (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", stop);
        }

        var version = (int)(await ScalarAsync(connection, "SELECT coalesce(max(version), 0) FROM stream.migrations", stop))!;
        if (version > Migrations.Count)
            throw new StoreException($"the database was written by a newer version of the server (schema {version}, this one knows {Migrations.Count})");
        for (var next = version + 1; next <= Migrations.Count; next++)
            await ExecuteAsync(connection, $"{Migrations[next - 1]};\nINSERT INTO stream.migrations (version) VALUES ({next})", stop, NoLimit);
        await transaction.CommitAsync(stop);
    }

    public static async Task TrimAsync(NpgsqlConnection connection, DateOnly today, DateOnly oldest, CancellationToken stop)
    {
        // Who reads for long must not stop all others, who would wait behind this: it is tried again later.
        await ExecuteAsync(connection, "SET lock_timeout = '5s'", stop);
        await AddDaysAsync(connection, today, today.AddDays(DaysAhead), stop);
        await using var drop = new NpgsqlCommand("SELECT stream.drop_days_before($1)", connection) { Parameters = { new() { Value = oldest } } };
        await drop.ExecuteNonQueryAsync(stop);
        await using var hours = new NpgsqlCommand("SELECT stream.drop_hours_before($1)", connection) { Parameters = { new() { Value = oldest } } };
        await hours.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Both inclusive.</summary>
    public static async Task AddDaysAsync(NpgsqlConnection connection, DateOnly first, DateOnly last, CancellationToken stop)
    {
        await using var add = new NpgsqlCommand("SELECT stream.add_days($1, $2)", connection) { Parameters = { new() { Value = first }, new() { Value = last } } };
        await add.ExecuteNonQueryAsync(stop);
    }

    /// <param name="limitSeconds">Null: that of the connection.</param>
    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop, int? limitSeconds = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = limitSeconds ?? command.CommandTimeout;
        return await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stop);
    }
}
