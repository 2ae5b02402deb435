using Xunit;

[assembly: AssemblyFixture(typeof(Sinks.Tests.Store.PostgresServer))]

namespace Sinks.Tests.Store;

/// <summary>One Postgres for all tests, started by the first that needs it; each test has a database of its own.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresProcess>> _process = new(() => Start());

    /// <returns>A connection string to an empty database. Skips the test where Postgres is not installed.</returns>
    public async Task<string> CreateDatabaseAsync() => await (await _process.Value).CreateDatabaseAsync();

    // A commit that waits for no disk survives a killed process all the same.
    internal static Task<PostgresProcess> Start() => PostgresProcess.StartAsync("fsync=off", "max_connections=60");

    public async ValueTask DisposeAsync()
    {
        if (_process.IsValueCreated)
            await (await _process.Value).DisposeAsync();
    }
}
