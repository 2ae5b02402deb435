using Microsoft.Data.Sqlite;
using Server.Store.Query;
using Server.Store.Tally;

namespace Server.Store.Sqlite;

/// <summary>Summaries and events in one file. Readers and the writer do not wait for each other (WAL).</summary>
internal sealed class SqliteStore(string path) : IStore, IDisposable
{
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

    public Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop) => Tell(async () =>
    {
        using var connection = SqliteSchema.Open(path);
        return await StoreReader.ReadAsync(connection, SqliteQueries.Summaries(query), query, stop);
    });

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop) => Tell(async () =>
    {
        using var connection = SqliteSchema.Open(path);
        return await StoreReader.ReadAsync(connection, SqliteQueries.Events(query), query, stop);
    });

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

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
