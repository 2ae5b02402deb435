using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ResultLog.Tests;
using Sinks.Sqlite;
using Sinks.Store;
using Sinks.Store.Query;
using Xunit;

namespace Sinks.Tests.Store;

public sealed class SqliteStoreTests(PostgresServer postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_no_database_is_left_as_it_is_and_named()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        await File.WriteAllTextAsync(place.Path, new string('x', 10_000), Cancelled);
        var refusal = await Refusal(place);
        Assert.StartsWith($"SQLite in {place.Path}: ", refusal, StringComparison.Ordinal);
        Assert.Contains("not a database", refusal, StringComparison.Ordinal);
        Assert.Equal(10_000, new FileInfo(place.Path).Length);
    }

    [Fact]
    public async Task A_page_that_was_damaged_is_told_and_a_file_put_back_is_taken()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        var sink = new StoreSink(place.Open(), new());
        var records = new RandomRecords(seed: 1, count: 2000);
        await sink.OpenAsync(Guid.NewGuid(), Cancelled);
        await sink.WriteAsync(records.Batch(0, 1000), Cancelled);
        // The last connection to close moves the write-ahead log into the file.
        await place.CloseAsync();
        File.Copy(place.Path, place.Path + ".kept");
        await using (var file = File.OpenWrite(place.Path))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        // Told by whatever reads a damaged page first.
        var refusal = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            var damaged = new StoreSink(place.Open(), new());
            await damaged.OpenAsync(Guid.NewGuid(), Cancelled);
            await damaged.WriteAsync(records.Batch(1000, 1000), Cancelled);
        });
        Assert.Contains("malformed", refusal.Message, StringComparison.Ordinal);

        File.Copy(place.Path + ".kept", place.Path, overwrite: true);
        Assert.NotEmpty(await place.Open().Summaries(Bucket.Minute));
    }

    [Fact]
    public async Task A_folder_in_the_files_place_is_told()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        Directory.CreateDirectory(place.Path);
        Assert.Contains("it is a folder where a file is wanted; move it away", await Refusal(place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_what_was_stored_can_be_read_and_it_goes_on_when_there_is_room()
    {
        using var mount = TemporaryMount.OfSize(800);
        using var store = new SqliteStore(Path.Combine(mount.Path, "stream.db"));
        var sink = new StoreSink(store, new());
        var (records, log) = (new RandomRecords(seed: 1, count: 10_000, minutes: 5000), Guid.NewGuid());
        var ballast = Path.Combine(mount.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[300_000], Cancelled);
        await sink.OpenAsync(log, Cancelled);
        var stored = 0;
        var refusal = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            for (; ; stored += 100)
                await sink.WriteAsync(records.Batch(stored, 100), Cancelled);
        });
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        File.Delete(ballast);
        Assert.Equal(stored, await sink.OpenAsync(log, Cancelled));
        await sink.WriteAsync(records.Batch(stored, 100), Cancelled);
        var counted = records.Results.Count(result => result.Result.Sequence < stored + 100);
        Assert.Equal(counted, (await store.Summaries(Bucket.Day)).Sum(summary => summary.Inferred));
        store.Dispose();
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget), target => target?.StartsWith(mount.Path, StringComparison.Ordinal) == true);
    }

    // As a disk that does not return from a write, or another program that holds the file.
    [Fact]
    public async Task A_write_that_takes_too_long_is_given_up_and_each_record_counts_once_all_the_same()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        var store = place.Open();
        var (sink, records, log) = (new StoreSink(store, new()), new RandomRecords(seed: 1, count: 200), Guid.NewGuid());
        await sink.OpenAsync(log, Cancelled);
        await sink.WriteAsync(records.Batch(0, 100), Cancelled);
        await using (var other = new SqliteConnection($"Data Source={place.Path};Pooling=false"))
        {
            await other.OpenAsync(Cancelled);
            Dapper.SqlMapper.Execute(other, "BEGIN IMMEDIATE");
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.WriteAsync(records.Batch(100, 100), timeout.Token));
            // What was given up may still be under way: nothing else is begun beside it.
            using var again = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.OpenAsync(log, again.Token));
            Dapper.SqlMapper.Execute(other, "ROLLBACK");
        }

        if (await sink.OpenAsync(log, Cancelled) == 100)
            await sink.WriteAsync(records.Batch(100, 100), Cancelled);
        Assert.Equal(records.Results.Count, (await store.Summaries(Bucket.Day)).Sum(summary => summary.Inferred));
    }

    [Fact]
    public async Task A_read_keeps_nobody_elses_thread()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        var store = place.Open();
        await store.OpenAsync(Guid.NewGuid(), Cancelled);
        await place.CloseAsync();
        store = place.Open();
        Task<List<Summary>> reading;
        await using (var other = new SqliteConnection($"Data Source={place.Path};Pooling=false"))
        {
            await other.OpenAsync(Cancelled);
            Dapper.SqlMapper.Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
            reading = store.Summaries(Bucket.Minute);
            Assert.False(reading.IsCompleted);
        }

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task A_medium_that_is_read_only_is_told()
    {
        using var mount = TemporaryMount.OfSize(1000);
        using var store = new SqliteStore(Path.Combine(mount.Path, "stream.db"));
        await store.OpenAsync(Guid.NewGuid(), Cancelled);
        store.Dispose();
        using (var remount = Process.Start("mount", ["-o", "remount,ro", mount.Path]))
            await remount.WaitForExitAsync(Cancelled);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Guid.NewGuid(), Cancelled));
        Assert.Matches("readonly|read-only|unable to open", refusal.Message);
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone()
    {
        await using var place = await TestStore.Create(StoreKind.Sqlite, postgres);
        await place.Open().OpenAsync(Guid.NewGuid(), Cancelled);
        await using (var connection = new SqliteConnection($"Data Source={place.Path};Pooling=false"))
        {
            await connection.OpenAsync(Cancelled);
            Dapper.SqlMapper.Execute(connection, "PRAGMA user_version = 1000");
        }

        Assert.Contains("newer version of the server (schema 1000", await Refusal(place), StringComparison.Ordinal);
    }

    private static async Task<string> Refusal(TestStore place) =>
        (await Assert.ThrowsAsync<StoreException>(() => place.Open().OpenAsync(Guid.NewGuid(), Cancelled))).Message;
}
