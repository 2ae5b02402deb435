using ResultLog.Read;
using ResultLog.Segments;
using Xunit;

namespace ResultLog.Tests;

public sealed class LogLimitTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    private IEnumerable<DeliveryEventKind> Raised => _test.Events.Select(told => told.Kind);

    [Fact]
    public void A_full_log_drops_its_oldest_and_the_sink_that_missed_them_is_told_how_many()
    {
        _test.Append(0, 300);
        Assert.InRange(_test.Log.Segments.Bytes, 100_000, 200_000);
        var read = _test.ReadFrom(0);
        var gap = Assert.NotNull(read[0].Gap);
        Assert.Equal((GapCause.Trimmed, 0, gap.Count - 1), (gap.Cause, gap.First, gap.Last));
        Assert.Equal(300, gap.Count + read.Count - 1);
        Assert.Equal(Enumerable.Range((int)gap.Count, read.Count - 1).Select(number => (long)number), read.Skip(1).Select(record => record.Number));
        Assert.Equal((gap.Count, LogState.Full), (_test.Log.Counters.Trimmed, _test.Log.State));
        Assert.Equal([DeliveryEventKind.LogFull], Raised);
    }

    [Fact]
    public void A_sink_that_kept_up_misses_nothing_when_another_does()
    {
        _test.Sinks = ["slow", TestLog.Sink];
        using var quick = _test.Log.OpenReader(0);
        for (var number = 0; number < 300; number++)
        {
            _test.Append(number, 1);
            Assert.Equal([number], TestLog.Rest(quick).Select(read => read.Number));
        }

        Assert.NotNull(_test.ReadFrom(0)[0].Gap);
    }

    [Fact]
    public void A_sink_in_the_midst_of_a_segment_that_goes_still_reads_it_to_its_end()
    {
        _test.Append(0, 5);
        using var reader = _test.Log.OpenReader(0);
        var batch = new RecordBatch();
        Assert.True(reader.TryRead(batch, 2));
        _test.Append(5, 300);
        var rest = TestLog.Rest(reader);
        Assert.Equal(2, rest[0].Number);
        Assert.Equal(305, 2 + rest.Sum(read => read.Gap?.Count ?? 1));
    }

    [Fact]
    public void The_gap_is_told_after_a_restart_too()
    {
        _test.Append(0, 20);
        _test.Cursor.Commit(10);
        _test.Append(20, 300);
        _test.Close();
        var gap = Assert.NotNull(_test.ReadFrom(_test.Cursor.Offset)[0].Gap);
        Assert.Equal((GapCause.Trimmed, 10), (gap.Cause, gap.First));
        Assert.Equal(gap.Count, _test.Log.Segments.Items[0].First - 10);
    }

    [Fact]
    public void Blocking_refuses_within_its_time_and_goes_on_when_a_sink_made_room()
    {
        _test.Options = TestLog.Small with { WhenFull = FullPolicy.Block, AppendTimeoutMilliseconds = 20 };
        var accepted = 0;
        while (_test.Log.Append(RecordKind.Result, Payload.Of(0, accepted)) == AppendOutcome.Accepted)
            accepted++;
        for (var again = 0; again < 4; again++)
            Assert.Equal(AppendOutcome.Full, _test.Log.Append(RecordKind.Result, Payload.Of(0, accepted)));
        Assert.Equal((5, 0, LogState.Full), (_test.Log.Counters.Refused(AppendOutcome.Full), _test.Log.Counters.Trimmed, _test.Log.State));

        _test.Cursor.Commit(accepted);
        _test.Log.Release();
        _test.Append(accepted, 1);
        var read = _test.ReadFrom(accepted);
        Assert.Equal(new GapMarker(GapCause.NotAccepted, 5, -1, -1), read[0].Gap);
        Assert.Equal((accepted, LogState.Ok), (read[1].Number, _test.Log.State));
        Assert.Equal([DeliveryEventKind.LogFull, DeliveryEventKind.LogHasRoom], Raised);
        Assert.Equal(5, _test.Events[^1].Count);
    }

    [Fact]
    public async Task A_blocked_append_goes_on_as_soon_as_there_is_room()
    {
        _test.Options = TestLog.Small with { WhenFull = FullPolicy.Block, AppendTimeoutMilliseconds = 0 };
        var accepted = 0;
        while (_test.Log.Append(RecordKind.Result, Payload.Of(0, accepted)) == AppendOutcome.Accepted)
            accepted++;
        _test.Close();
        _test.Options = _test.Options with { AppendTimeoutMilliseconds = 10_000 };
        var log = _test.Log;
        var blocked = Task.Run(() => log.Append(RecordKind.Result, Payload.Of(0, accepted)), TestContext.Current.CancellationToken);
        await Eventually.Be(() => log.State == LogState.Full, "the append waits");
        _test.Cursor.Commit(accepted);
        _test.Log.Release();
        // When its time is up it is refused.
        Assert.Equal(AppendOutcome.Accepted, await blocked);
    }

    [Fact]
    public void Segments_go_when_every_sink_has_passed_them_and_not_before()
    {
        _test.Sinks = ["one", "other"];
        _test.Append(0, 40);
        var segments = _test.SegmentPaths.Length;
        _test.Log.CursorOf("one").Commit(40);
        _test.Log.Release();
        Assert.Equal(segments, _test.SegmentPaths.Length);
        _test.Log.CursorOf("other").Commit(39);
        _test.Log.Release();
        Assert.Single(_test.SegmentPaths);
        Assert.Equal(39, Assert.Single(_test.ReadFrom(39)).Number);
        Assert.Equal(0, _test.Log.Counters.Trimmed);
    }

    [Fact]
    public void A_sink_that_is_no_longer_configured_keeps_nothing_and_is_told_when_it_returns()
    {
        _test.Sinks = ["gone", "stays"];
        _test.Append(0, 40);
        _test.Close();
        _test.Sinks = ["stays"];
        _test.Log.CursorOf("stays").Commit(40);
        _test.Log.Release();
        var first = _test.Log.Segments.Items[0].First;
        _test.Close();
        _test.Sinks = ["gone", "stays"];
        Assert.Equal(first, _test.ReadFrom(_test.Log.CursorOf("gone").Offset)[0].Gap?.Count);
    }

    [Theory, InlineData(nameof(SinkStart.End), 20), InlineData(nameof(SinkStart.Start), 0)]
    public void A_new_sink_begins_where_it_is_told(string start, long offset)
    {
        _test.Sinks = [];
        _test.Append(0, 20);
        _test.Close();
        (_test.Options, _test.Sinks) = (_test.Options with { NewSinkStartsAt = Enum.Parse<SinkStart>(start) }, ["new"]);
        Assert.Equal(offset, _test.Log.CursorOf("new").Offset);
        _test.Close();
        _test.Append(20, 5);
        Assert.Equal(offset, _test.Log.CursorOf("new").Offset);
    }

    [Fact]
    public async Task What_is_too_old_goes_by_itself()
    {
        _test.Options = _test.Options with { MaxAgeHours = 8 };
        _test.Append(0, 3);
        _test.Clock.Advance(TimeSpan.FromHours(4));
        // The segment spans an eighth of the age: another one is begun.
        await Eventually.Be(() => _test.SegmentPaths.Length == 2, "a new segment");
        _test.Append(3, 1);
        _test.Clock.Advance(TimeSpan.FromHours(4.5));
        await Eventually.Be(() => _test.Log.Counters.Trimmed == 3, "three records are trimmed");
        var read = _test.ReadFrom(0);
        Assert.Equal(new GapMarker(GapCause.Trimmed, 3, 0, 2), read[0].Gap);
        Assert.Equal(3, read[1].Number);
    }

    [Fact]
    public void Lag_is_counted_from_the_cursor()
    {
        _test.Append(0, 40);
        Assert.Equal(40, _test.Log.Segments.After(0).Records);
        Assert.Equal(_test.SegmentPaths.Sum(path => new FileInfo(path).Length - SegmentHeader.Size), _test.Log.Segments.After(0).Bytes);
        var lag = _test.Log.Segments.After(30);
        Assert.Equal(10, lag.Records);
        Assert.InRange(lag.Bytes, 10 * 1600, 10 * 3500);
        Assert.Equal(default, _test.Log.Segments.After(40));
    }
}
