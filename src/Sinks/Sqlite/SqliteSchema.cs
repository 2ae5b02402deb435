using Dapper;
using Microsoft.Data.Sqlite;
using Sinks.Store;

namespace Sinks.Sqlite;

/// <summary>The file and its tables: the same as in Postgres, with times as Unix numbers and JSON as text.</summary>
internal static class SqliteSchema
{
    // Rows that one transaction deletes, so that the writer waits for a few milliseconds at most.
    private const int TrimRows = 10_000;

    // For the other connections of this process; a write takes milliseconds.
    private const int BusySeconds = 10;

    private static readonly IReadOnlyList<string> Migrations = EmbeddedSql.Migrations("Sqlite");

    public static SqliteConnection Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            connection.Open();
            // FULL: a commit is on the disk before the log may forget its records; twice a second that costs nothing.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Trim(SqliteConnection connection, DateOnly oldest, CancellationToken stop)
    {
        var seconds = new DateTimeOffset(oldest, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        foreach (var sums in new[] { SqliteSums.Minutes, SqliteSums.Hours })
        {
            foreach (var table in new[] { sums.Summaries, sums.Drops, sums.Objects })
                Delete(connection, table, sums.Start, seconds, stop);
        }

        Delete(connection, "events", "time", seconds * 1000, stop);
        Delete(connection, "sessions", "last_seen", seconds * 1000, stop);
        Delete(connection, "streams", "last_seen", seconds * 1000, stop);
    }

    private static void Delete(SqliteConnection connection, string table, string column, long before, CancellationToken stop)
    {
        while (connection.Execute($"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} < @before LIMIT {TrimRows})", new { before }) == TrimRows)
            stop.ThrowIfCancellationRequested();
    }

    private static void Migrate(SqliteConnection connection)
    {
        if (Version(connection) == Migrations.Count)
            return;
        connection.Execute("BEGIN IMMEDIATE");
        var version = Version(connection);
        if (version > Migrations.Count)
            throw new StoreException($"the file {connection.DataSource} was written by a newer version of the server (schema {version}, this one knows {Migrations.Count})");
        foreach (var migration in Migrations.Skip(version))
            connection.Execute(migration);
        connection.Execute($"PRAGMA user_version = {Migrations.Count}; COMMIT");
    }

    private static int Version(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");
}
