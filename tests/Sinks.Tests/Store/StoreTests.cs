using Microsoft.Data.Sqlite;
using ResultLog;
using ResultLog.Read;
using Sinks.Store;
using Sinks.Store.Query;
using Wire.V1;
using Xunit;

namespace Sinks.Tests.Store;

/// <summary>What holds for Postgres and SQLite alike.</summary>
public sealed class StoreTests(PostgresServer postgres)
{
    private static readonly StoreOptions Options = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [nameof(StoreKind.Sqlite), nameof(StoreKind.Postgres)];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Sums_are_exact_however_records_are_batched_and_however_often_writing_fails(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var records = new RandomRecords(seed: 1, count: 2500);
        await WriteAll(place, records, new Random(2), failures: true);

        var store = place.Open();
        foreach (var bucket in Enum.GetValues<Bucket>())
        {
            var expected = ExpectedSummaries.Of(records, bucket);
            Assert.Equal(expected.Text(), (await store.Summaries(bucket)).Text());
            Assert.Equal(expected.Text(), (await store.Summaries(bucket, page: 40)).Text());
            Assert.Equal(expected.Where(summary => summary.StreamId == "camera-3").Text(), (await store.Summaries(bucket, "camera-3", page: 9)).Text());
        }

        var happened = records.Events.OrderBy(happened => happened.Time.ToUnixTimeMilliseconds()).ThenBy(happened => happened.Event.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(happened.Select(happened => happened.Event.Id), (await store.Events(page: 9)).Select(stored => stored.Id));
        Assert.Equal(
            happened.Where(happened => happened.Event is { Kind: StreamEventKind.SinkDown, StreamId: "camera-1" }).Select(happened => (happened.Event.Id, happened.Event.Count, happened.Event.Detail)),
            (await store.Events("camera-1", "sinkDown")).Select(stored => (stored.Id, stored.Details.Count, stored.Details.Detail)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_log_that_is_not_known_begins_anew_and_adds_to_what_is_there(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var records = new RandomRecords(seed: 3, count: 300);
        await WriteAll(place, records, new Random(4), failures: false);
        await WriteAll(place, records, new Random(5), failures: false);
        Assert.Equal(2 * records.Results.Count, (await place.Open().Summaries(Bucket.Day)).Sum(summary => summary.Inferred));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Two_writers_of_one_log_cannot_both_count(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var (records, log) = (new RandomRecords(seed: 6, count: 100), Guid.NewGuid());
        StoreSink[] sinks = [new(place.Open(), Options), new(place.Open(), Options)];
        foreach (var sink in sinks)
            Assert.Null(await sink.OpenAsync(log, Cancelled));
        await sinks[0].WriteAsync(records.Batch(0, 60), Cancelled);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => sinks[1].WriteAsync(records.Batch(0, 60), Cancelled));
        Assert.Contains("offset", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(60, await sinks[1].OpenAsync(log, Cancelled));
        await sinks[1].WriteAsync(records.Batch(0, 100), Cancelled);
        Assert.Equal(ExpectedSummaries.Of(records, Bucket.Minute).Text(), (await place.Open().Summaries(Bucket.Minute)).Text());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_is_past_its_retention_goes_and_the_rest_stays(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        // Four days, from a Tuesday on.
        var records = new RandomRecords(seed: 7, count: 2000, minutes: 4 * 24 * 60);
        await WriteAll(place, records, new Random(8), failures: false);
        var store = place.Open();
        var oldest = new DateOnly(2026, 3, 12);
        await store.TrimAsync(new(2026, 3, 14), oldest, Cancelled);

        var cut = new DateTimeOffset(oldest, TimeOnly.MinValue, TimeSpan.Zero);
        var kept = ExpectedSummaries.Of(records, Bucket.Minute).Where(summary => summary.Start >= cut.ToUnixTimeSeconds()).Text();
        Assert.NotEmpty(kept);
        Assert.Equal(kept, (await store.Summaries(Bucket.Minute)).Text());
        Assert.Equal(
            ExpectedSummaries.Of(records, Bucket.Hour).Where(summary => summary.Start >= cut.ToUnixTimeSeconds()).Text(), (await store.Summaries(Bucket.Hour)).Text());
        Assert.Equal(records.Events.Count(happened => happened.Time >= cut), (await store.Events()).Count);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Minutes_of_a_version_that_had_no_hours_are_added_up(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var records = new RandomRecords(seed: 11, count: 1000);
        await WriteAll(place, records, new Random(12), failures: false);
        await place.CloseAsync();
        if (place.ConnectionString is not null)
        {
            await place.Query<int>("""
                DROP TABLE stream.hours, stream.hour_drops, stream.hour_objects;
                DROP FUNCTION stream.parts, stream.drop_parts, stream.object_parts, stream.hour_of, stream.drop_hours_before;
                DROP AGGREGATE stream.sum_latencies(integer[]);
                DELETE FROM stream.migrations WHERE version = 4;
                """);
        }
        else
        {
            await using var file = new SqliteConnection($"Data Source={place.Path};Pooling=false");
            await file.OpenAsync(Cancelled);
            Dapper.SqlMapper.Execute(file, "DROP TABLE hours; DROP TABLE hour_drops; DROP TABLE hour_objects; PRAGMA user_version = 1");
        }

        await place.Open().OpenAsync(Guid.NewGuid(), Cancelled);
        foreach (var bucket in Enum.GetValues<Bucket>())
            Assert.Equal(ExpectedSummaries.Of(records, bucket).Text(), (await place.Open().Summaries(bucket)).Text());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Rubbish_is_refused_and_counted_and_holds_up_nothing(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var time = RandomRecords.Start;
        var batch = new RecordBatch();
        batch.Add(new(0, time.ToUnixTimeMilliseconds(), RecordKind.Result, new byte[] { 0xff, 0xff, 0xff }));
        batch.Add(RandomRecords.Record(1, time, RecordKind.Drops, new DropReport { StreamId = "a", Dropped = { ["deadline"] = -1 } }));
        batch.Add(RandomRecords.Record(2, time, RecordKind.Result, new FrameResult { StreamId = "nul\0stream", Objects = { new DetectedObject { Label = "\0" } } }));
        batch.Add(RandomRecords.Record(3, time, RecordKind.Event, new StreamEvent { Id = "\0", Kind = (StreamEventKind)77, Detail = "\0" }));
        batch.Add(new(4, time.ToUnixTimeMilliseconds(), (RecordKind)99, default));
        var store = place.Open();
        var sink = new StoreSink(store, Options);
        await sink.OpenAsync(Guid.NewGuid(), Cancelled);
        Assert.Equal(2, await sink.WriteAsync(batch, Cancelled));
        Assert.Equal("nul\uFFFDstream", Assert.Single(await store.Summaries(Bucket.Minute)).StreamId);
        Assert.Equal(("\uFFFD", "77"), (await store.Events()).Select(stored => (stored.Details.Detail, stored.Kind)).Single());
    }

    /// <summary>As a pump does it: batches of any size, each given again until it is taken.</summary>
    private static async Task WriteAll(TestStore place, RandomRecords records, Random random, bool failures)
    {
        var log = Guid.NewGuid();
        var store = new FailingStore(place.Open(), failures ? random : null);
        var sink = new StoreSink(store, Options);
        var next = (int)(await sink.OpenAsync(log, Cancelled) ?? 0);
        while (next < records.Records.Count)
        {
            var batch = records.Batch(next, random.Next(1, 200));
            try
            {
                await sink.WriteAsync(batch, Cancelled);
                next = (int)batch[batch.Count - 1].Offset + 1;
            }
            catch (StoreException) when (failures)
            {
                var stored = (int)(await sink.OpenAsync(log, Cancelled) ?? 0);
                // A pump asks for what is left, or gives the whole batch again.
                next = random.Next(2) == 0 ? stored : next;
            }
        }
    }
}
