using Npgsql;
using ResultLog;
using ResultLog.Pump;
using ResultLog.Tests;
using Sinks.Postgres;
using Sinks.Store;
using Sinks.Store.Query;
using Sinks.Store.Tally;
using Wire.V1;
using Xunit;

namespace Sinks.Tests.Store;

public sealed class PostgresStoreTests(PostgresServer postgres)
{
    private static readonly StoreOptions Options = new() { LingerMilliseconds = 5 };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Task<TestStore> Create() => TestStore.Create(StoreKind.Postgres, postgres);

    [Fact]
    public async Task A_database_that_is_killed_and_comes_back_has_every_record_once()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.CreateDatabaseAsync();
        await using var store = new PostgresStore(database);
        using var log = new TestLog { Sinks = ["store"], Options = TestLog.Small with { MaxBytes = 50_000_000, SegmentBytes = 1_000_000 } };
        using var pump = new SinkPump(new StoreSink(store, Options), log.Log, log.Options, TimeProvider.System, log.Raise);
        var running = pump.RunAsync();
        for (var outage = 0; outage < 2; outage++)
        {
            await AppendUntil(log, () => pump.Counters.Delivered > 500 * (outage + 1), "records are stored");
            await server.KillAsync();
            await AppendUntil(log, () => pump.State == SinkState.Down, "the sink is down");
            await server.RunAsync("fsync=off");
        }

        await AppendUntil(log, () => pump.State == SinkState.Up, "the sink is up");
        await Eventually.Be(() => pump.Lag.Records == 0, "all is stored");
        pump.Stop();
        await running;
        Assert.Equal(log.Log.End, (await store.Summaries(Bucket.Day)).Sum(summary => summary.Inferred));
        Assert.Equal(log.Log.End, pump.Counters.Delivered);
    }

    [Fact]
    public async Task Servers_that_start_at_once_make_the_tables_once()
    {
        await using var place = await Create();
        var records = new RandomRecords(seed: 1, count: 400);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var (store, log) = (place.Open(), Guid.NewGuid());
            await store.TrimAsync(new(2026, 3, 10), new(2026, 1, 1), Cancelled);
            var sink = new StoreSink(store, Options);
            await sink.OpenAsync(log, Cancelled);
            for (var from = 0; from < 400; from += 100)
                await sink.WriteAsync(records.Batch(from, 100), Cancelled);
        }));
        Assert.Equal([1, 2, 3, 4], await place.Query<int>("SELECT version FROM stream.migrations ORDER BY version"));
        Assert.Equal(3 * records.Results.Count, (await place.Open().Summaries(Bucket.Hour)).Sum(summary => summary.Inferred));
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone()
    {
        await using var place = await Create();
        await place.Open().OpenAsync(Guid.NewGuid(), Cancelled);
        await place.Query<int>("INSERT INTO stream.migrations (version) VALUES (1000) RETURNING version");
        var refusal = await Assert.ThrowsAsync<StoreException>(() => place.Open().OpenAsync(Guid.NewGuid(), Cancelled));
        Assert.Contains("newer version of the server (schema 1000", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password=n0tthis-secret", "password authentication failed")]
    [InlineData("Host=no-such-host.invalid", "no-such-host.invalid:")]
    [InlineData("Port=1", "refused")]
    [InlineData("Database=nowhere", "database \"nowhere\" does not exist")]
    public async Task What_keeps_it_from_connecting_is_told_in_a_line_without_the_password(string wrong, string told)
    {
        await using var place = await Create();
        var settings = new NpgsqlConnectionStringBuilder($"{place.ConnectionString};{wrong}");
        await using var store = new PostgresStore(settings.ConnectionString);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Guid.NewGuid(), Cancelled));
        Assert.StartsWith($"Postgres at {settings.Host}:{settings.Port}, database {settings.Database}, user stream: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("s3cret", $"{refusal}{store}", StringComparison.Ordinal);
        Assert.DoesNotContain("n0tthis", $"{refusal}{store}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_is_told_and_one_with_rights_on_the_schema_is_enough_later()
    {
        await using var place = await Create();
        var role = $"reader_{Guid.NewGuid():N}";
        await place.Query<int>($"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var settings = new NpgsqlConnectionStringBuilder(place.ConnectionString) { Username = role, Password = "x" };
        await using var store = new PostgresStore(settings.ConnectionString);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Guid.NewGuid(), Cancelled));
        Assert.Contains("permission denied for database", refusal.Message, StringComparison.Ordinal);

        await place.Open().OpenAsync(Guid.NewGuid(), Cancelled);
        await place.Query<int>($"GRANT USAGE ON SCHEMA stream TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA stream TO {role}");
        Assert.Null(await store.OpenAsync(Guid.NewGuid(), Cancelled));
    }

    [Fact]
    public async Task Days_are_partitions_made_ahead_and_dropped_whole()
    {
        await using var place = await Create();
        var store = place.Open();
        await store.TrimAsync(new(2026, 3, 10), new(2026, 3, 1), Cancelled);
        Assert.Equal(["20260310", "20260311", "20260312", "20260313"], await Days(place));
        await store.TrimAsync(new(2026, 3, 13), new(2026, 3, 12), Cancelled);
        Assert.Equal(["20260312", "20260313", "20260314", "20260315", "20260316"], await Days(place));

        // A writer that knew a day which is gone since fails once and then makes it again.
        var sink = new StoreSink(store, Options);
        var log = Guid.NewGuid();
        await sink.OpenAsync(log, Cancelled);
        var records = new RandomRecords(seed: 9, count: 40, minutes: 10);
        await sink.WriteAsync(records.Batch(0, 20), Cancelled);
        await store.TrimAsync(new(2026, 3, 13), new(2026, 3, 12), Cancelled);
        await Assert.ThrowsAsync<StoreException>(() => sink.WriteAsync(records.Batch(20, 20), Cancelled));
        Assert.Equal(20, await sink.OpenAsync(log, Cancelled));
        await sink.WriteAsync(records.Batch(20, 20), Cancelled);
        Assert.Contains("20260310", await Days(place));
    }

    [Fact]
    public async Task Roll_ups_for_people_say_what_the_summaries_say()
    {
        await using var place = await Create();
        var records = new RandomRecords(seed: 5, count: 3000);
        var sink = new StoreSink(place.Open(), Options);
        await sink.OpenAsync(Guid.NewGuid(), Cancelled);
        await sink.WriteAsync(records.Batch(0, 3000), Cancelled);
        foreach (var (function, bucket) in new[] { ("hourly", Bucket.Hour), ("daily", Bucket.Day) })
        {
            var expected = ExpectedSummaries.Of(records, bucket).Select(summary => (
                summary.StreamId, summary.Start, summary.Inferred + summary.Dropped,
                StoredLatencies.Percentile(summary.Latency, 0.5) is { } p50 ? Math.Round(p50, 6) : (double?)null,
                StoredLatencies.Percentile(summary.Latency, 0.99) is { } p99 ? Math.Round(p99, 6) : (double?)null));
            var told = await place.Query<(string, long, long, double?, double?)>(
                $"SELECT stream_id, extract(epoch FROM start)::bigint, received, round(p50_ms::numeric, 6)::float8, round(p99_ms::numeric, 6)::float8 FROM stream.{function}('2026-03-10', '2026-03-12')");
            Assert.Equal(expected, told);
        }

        Assert.Equal(records.Results.Count, Assert.Single(await place.Query<long>("SELECT sum(inferred)::bigint FROM stream.sessions")));
        Assert.Equal(5, Assert.Single(await place.Query<long>("SELECT count(*) FROM stream.streams")));
    }

    private static async Task<List<string>> Days(TestStore place) => await place.Query<string>(
        "SELECT DISTINCT right(c.relname, 8) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'stream.summaries'::regclass ORDER BY 1");

    private static Task AppendUntil(TestLog log, Func<bool> condition, string what) => Eventually.Be(
        () =>
        {
            var bytes = Google.Protobuf.MessageExtensions.ToByteArray(new FrameResult { StreamId = "gate", SessionId = "s" });
            for (var n = 0; n < 50; n++)
                Assert.Equal(AppendOutcome.Accepted, log.Log.Append(RecordKind.Result, bytes));
            return condition();
        }, what);
}
