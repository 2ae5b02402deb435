using Microsoft.Data.Sqlite;
using ResultLog.Recovery;
using Sinks.Store;
using Sinks.Store.Query;
using Sinks.Store.Tally;
using SQLitePCL;

namespace Sinks.Sqlite;

/// <summary>Summaries and events in one file. Readers and the writer do not wait for each other (WAL).</summary>
public sealed class SqliteStore(string path) : IStore, IDisposable
{
    // A page takes milliseconds, one of hundreds of days a second; who asks for more shall not take the cores from the model.
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    // A write that was given up goes on until SQLite returns from it, and nothing else is begun with the writer before.
    private readonly SemaphoreSlim _writing = new(1);
    private SqliteWriter? _writer;

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Write(() =>
    {
        _writer?.Dispose();
        _writer = new SqliteWriter(SqliteSchema.Open(path));
        return _writer.Offset(logId);
    }, stop);

    public Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop) => Write(() =>
    {
        (_writer ?? throw new StoreException("the store is not open")).Write(logId, tally, stop);
        return true;
    }, stop);

    public Task TrimAsync(DateOnly today, DateOnly oldest, CancellationToken stop) => Apart(() =>
    {
        using var connection = SqliteSchema.Open(path);
        SqliteSchema.Trim(connection, oldest, stop);
        return Task.FromResult(true);
    }, stop);

    public Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop) =>
        Read(connection => StoreReader.ReadAsync(connection, SqliteQueries.Summaries(query), query, stop), stop);

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop) =>
        Read(connection => StoreReader.ReadAsync(connection, SqliteQueries.Events(query), query, stop), stop);

    public void Dispose()
    {
        // What a disk does not return from ends with the process.
        if (!_writing.Wait(CloseLimit))
            return;
        _writer?.Dispose();
        _writer = null;
        _writing.Release();
    }

    private async Task<T> Write<T>(Func<T> act, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        return await Apart(() =>
        {
            try
            {
                return Task.FromResult(act());
            }
            finally
            {
                _writing.Release();
            }
        }, stop);
    }

    private Task<T> Read<T>(Func<SqliteConnection, Task<T>> read, CancellationToken stop) => Apart(async () =>
    {
        using var connection = SqliteSchema.Open(path);
        // SQLite looks at no token.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ReadLimit);
        await using var cut = limit.Token.Register(() => raw.sqlite3_interrupt(connection.Handle));
        return await read(connection);
    }, stop);

    // https://sqlite.org/rescode.html
    private string Explain(Exception fault) => fault switch
    {
        _ when Directory.Exists(path) => "it is a folder where a file is wanted; move it away, or Server:DataDirectory names another folder",
        SqliteException { SqliteErrorCode: 13 } => FolderFault.Explain(path, new IOException("", FolderFault.NoSpace)),
        SqliteException { SqliteErrorCode: 8 or 14 or 3 } => FolderFault.Explain(path, Cause() ?? fault),
        SqliteException { SqliteErrorCode: 5 or 6 } => FolderFault.Explain(path, new IOException("", FolderFault.Busy)),
        SqliteException { SqliteErrorCode: 11 or 26 } => $"{fault.Message.TrimEnd('.')}: the file is damaged, or is another program's; move it away, and it is made anew",
        SqliteException => fault.Message,
        _ => FolderFault.Explain(path, fault),
    };

    /// <summary>SQLite says that it cannot open or write a file, and not why; the system does.</summary>
    private Exception? Cause()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>On a thread of its own: SQLite computes, and waits for the disk and for locks, on the very thread that asks it.</summary>
    private async Task<T> Apart<T>(Func<Task<T>> act, CancellationToken stop)
    {
        try
        {
            return await Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().WaitAsync(stop);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            stop.ThrowIfCancellationRequested();
            throw new StoreException($"SQLite in {path}: {Explain(e)}", e);
        }
    }
}
