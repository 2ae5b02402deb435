using Npgsql;
using Sinks.Postgres;
using Sinks.Sqlite;
using Sinks.Store;

namespace Sinks.Tests.Store;

/// <summary>An empty store of either kind, in a place of its own.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stream-store-").FullName;
    private readonly List<IStore> _opened = [];

    private TestStore(string? connectionString) => ConnectionString = connectionString;

    /// <summary>Null with SQLite.</summary>
    public string? ConnectionString { get; }

    public string Path => System.IO.Path.Combine(_folder, "stream.db");

    public static async Task<TestStore> Create(StoreKind kind, PostgresServer postgres) => new(kind == StoreKind.Postgres ? await postgres.CreateDatabaseAsync() : null);

    /// <summary>As another process would see the same data.</summary>
    public IStore Open()
    {
        IStore store = ConnectionString is null ? new SqliteStore(Path) : new PostgresStore(ConnectionString);
        lock (_opened)
            _opened.Add(store);
        return store;
    }

    public async Task<List<T>> Query<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        return [.. await Dapper.SqlMapper.QueryAsync<T>(connection, sql)];
    }

    public async Task CloseAsync()
    {
        foreach (var store in _opened)
        {
            if (store is IAsyncDisposable remote)
                await remote.DisposeAsync();
            (store as IDisposable)?.Dispose();
        }

        _opened.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
