using Google.Protobuf.WellKnownTypes;
using ResultLog;
using Sinks.Store.Tally;
using Wire.V1;
using Xunit;

namespace Sinks.Tests.Store;

public sealed class RecordTallyTests
{
    private static readonly DateTimeOffset Appended = new(2026, 3, 10, 12, 30, 15, TimeSpan.Zero);

    [Fact]
    public void Records_before_the_stores_offset_are_passed_over()
    {
        var records = new RandomRecords(seed: 1, count: 100);
        var tally = RecordTally.Of(records.Batch(0, 100).Records, 60, TimeSpan.FromDays(30));
        Assert.Equal((60L, 100L, false), (tally.Start, tally.End, tally.IsEmpty));
        Assert.Equal(records.Results.Count(result => result.Result.Sequence >= 60), tally.Summaries.Sum(summary => summary.Inferred));
        Assert.True(RecordTally.Of(records.Batch(0, 60).Records, 60, TimeSpan.FromDays(30)).IsEmpty);
    }

    [Theory]
    [InlineData("2026-03-10T12:29:59.9Z", "12:29")]
    [InlineData("2026-03-09T00:00:01Z", "00:00")]
    // A clock that was never set, and some that are far off.
    [InlineData("1970-01-01T00:00:00Z", "12:30"), InlineData("2026-01-01T00:00:00Z", "12:30"), InlineData("2026-03-12T00:00:00Z", "12:30"), InlineData("9999-12-31T23:59:59Z", "12:30")]
    public void A_record_counts_for_its_own_minute_unless_its_clock_was_far_off(string own, string minute)
    {
        var result = new FrameResult { StreamId = "gate", CaptureTime = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(own, System.Globalization.CultureInfo.InvariantCulture)) };
        Assert.Equal(minute, MinuteOf(result));
    }

    [Theory]
    [InlineData(long.MaxValue, 0), InlineData(long.MinValue, 0), InlineData(1_773_145_815, int.MinValue), InlineData(1_773_145_815, int.MaxValue)]
    public void Any_number_in_a_timestamp_counts_somewhere(long seconds, int nanos) =>
        Assert.Equal("12:30", MinuteOf(new FrameResult { CaptureTime = new() { Seconds = seconds, Nanos = nanos } }));

    [Fact]
    public void Without_a_time_of_its_own_a_record_counts_for_its_append() => Assert.Equal("12:30", MinuteOf(new FrameResult()));

    [Fact]
    public void A_percentile_is_within_its_buckets_width()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var latencies = Enumerable.Range(0, random.Next(1, 200)).Select(_ => (uint)(256 * Math.Pow(2, random.NextDouble() * 17.9))).Order().ToList();
            var counts = new long[StoredLatencies.Count];
            latencies.ForEach(latency => counts[StoredLatencies.Of(latency)]++);
            foreach (var fraction in new[] { 0.0, 0.5, 0.95, 0.99, 1 })
            {
                var exact = latencies[Math.Max(0, (int)Math.Ceiling(fraction * latencies.Count) - 1)] / 1000.0;
                Assert.InRange(StoredLatencies.Percentile(counts, fraction)!.Value, exact * (1 - 0.0625), exact * (1 + 0.0625));
            }
        }
    }

    [Fact]
    public void Every_latency_has_a_bucket()
    {
        Assert.Equal((0, 0, 1, StoredLatencies.Count - 1), (StoredLatencies.Of(0), StoredLatencies.Of(255), StoredLatencies.Of(256), StoredLatencies.Of(uint.MaxValue)));
        Assert.Null(StoredLatencies.Percentile([], 0.5));
        Assert.Equal([1, 0, 2], StoredLatencies.Trim([1, 0, 2, 0, 0]));
    }

    private static string MinuteOf(FrameResult result)
    {
        LogRecord[] records = [RandomRecords.Record(0, Appended, RecordKind.Result, result)];
        var summary = Assert.Single(RecordTally.Of(records, null, TimeSpan.FromDays(30)).Summaries);
        return DateTimeOffset.FromUnixTimeSeconds(summary.Minute).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }
}
