using Microsoft.Data.Sqlite;
using Server.Store.Query;
using Server.Store.Tally;
using SQLitePCL;

namespace Server.Store.Sqlite;

/// <summary>Summaries and events in one file. Readers and the writer do not wait for each other (WAL).</summary>
internal sealed class SqliteStore(string path) : IStore, IDisposable
{
    // A page takes milliseconds, one of hundreds of days a second; who asks for more shall not take the cores from the model.
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private SqliteWriter? _writer;

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Tell(() =>
    {
        Dispose();
        _writer = new SqliteWriter(SqliteSchema.Open(path));
        return _writer.Offset(logId);
    });

    public Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop) => Tell(() =>
    {
        (_writer ?? throw new StoreException("the store is not open")).Write(logId, tally);
        return true;
    });

    public Task TrimAsync(DateOnly today, DateOnly oldest, CancellationToken stop) => Tell(() =>
    {
        using var connection = SqliteSchema.Open(path);
        SqliteSchema.Trim(connection, oldest, stop);
        return true;
    });

    public Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop) =>
        Read(connection => StoreReader.ReadAsync(connection, SqliteQueries.Summaries(query), query, stop), stop);

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop) =>
        Read(connection => StoreReader.ReadAsync(connection, SqliteQueries.Events(query), query, stop), stop);

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private Task<T> Read<T>(Func<SqliteConnection, Task<T>> read, CancellationToken stop) => Tell(async () =>
    {
        using var connection = SqliteSchema.Open(path);
        // SQLite computes on this very thread and looks at no token.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ReadLimit);
        await using var cut = limit.Token.Register(() => raw.sqlite3_interrupt(connection.Handle));
        return await read(connection);
    });

    private Task<T> Tell<T>(Func<T> act) => Tell(() => Task.FromResult(act()));

    private async Task<T> Tell<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"SQLite in {path}: {e.Message}", e);
        }
    }
}
