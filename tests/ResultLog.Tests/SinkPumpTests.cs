using Microsoft.Extensions.Time.Testing;
using ResultLog.Pump;
using ResultLog.Read;
using Xunit;

namespace ResultLog.Tests;

public sealed class SinkPumpTests : IDisposable
{
    private readonly TestLog _test = new() { Options = TestLog.Small with { SegmentBytes = 20_000, MaxBytes = 10_000_000 } };
    private readonly FakeSink _sink = new();

    public void Dispose() => _test.Dispose();

    private IEnumerable<long> Taken => _sink.Taken.Select(read => read.Number);

    private static IEnumerable<long> Numbers(int from, int count) => Enumerable.Range(from, count).Select(number => (long)number);

    private SinkPump Pump() => new(_sink, _test.Log, _test.Options, TimeProvider.System, _test.Raise);

    /// <summary>Runs a pump until the sink has all that the log has.</summary>
    private async Task<SinkPump> Drain()
    {
        var pump = Pump();
        var running = pump.RunAsync();
        await Eventually.Be(() => pump.Lag.Records == 0, "all is acknowledged");
        pump.Stop();
        await running;
        return pump;
    }

    [Fact]
    public async Task Everything_arrives_in_order_and_the_log_is_emptied()
    {
        var pump = Pump();
        var running = pump.RunAsync();
        for (var number = 0; number < 200; number++)
            _test.Append(number, 1);
        _test.Log.Complete();
        await running;
        Assert.Equal(Numbers(0, 200), Taken);
        Assert.Equal((200, 0, 0, 0), (pump.Counters.Delivered, pump.Counters.Replayed, pump.Counters.Retried, pump.Counters.Dropped));
        Assert.Equal((SinkState.Stopped, 200), (pump.State, _test.Cursor.Offset));
        Assert.Single(_test.SegmentPaths);
    }

    [Fact]
    public async Task A_restart_begins_at_the_cursor()
    {
        _test.Append(0, 25);
        await Drain();
        _test.Append(25, 25);
        _test.Close();
        var pump = await Drain();
        Assert.Equal(Numbers(0, 50), Taken);
        Assert.Equal((25, 25), (pump.Counters.Delivered, pump.Counters.Replayed));
    }

    [Fact]
    public async Task A_sink_that_fails_gets_the_same_again_until_it_takes_it()
    {
        _test.Append(0, 50);
        var given = new List<int>();
        _sink.Write = (batch, _) =>
        {
            given.Add(batch.Count);
            return given.Count <= 5 ? throw new SinkException("broker away") : Task.FromResult(0);
        };
        var pump = await Drain();
        Assert.Equal(Numbers(0, 50), Taken);
        Assert.Equal((50, given.Take(5).Sum()), (pump.Counters.Delivered, pump.Counters.Retried));
        Assert.Equal([new(DeliveryEventKind.SinkDown, TestLog.Sink, "broker away"), new(DeliveryEventKind.SinkUp, TestLog.Sink, "", 50)], _test.Events);
    }

    [Fact]
    public async Task What_it_took_of_a_batch_is_not_given_again()
    {
        _test.Append(0, 50);
        var writes = 0;
        _sink.Write = (batch, _) =>
        {
            if (writes++ % 2 == 1)
                return Task.FromResult(0);
            _sink.Take(batch, 3);
            throw new SinkException("half");
        };
        var pump = await Drain();
        Assert.Equal(Numbers(0, 50), Taken);
        Assert.Equal(50, pump.Counters.Delivered);
    }

    [Fact]
    public async Task A_part_that_was_taken_stays_taken_over_a_restart()
    {
        _test.Append(0, 50);
        var failed = new TaskCompletionSource();
        _sink.Write = (batch, _) =>
        {
            if (!failed.TrySetResult())
                throw new SinkException("still away");
            _sink.Take(batch, 3);
            throw new SinkException("away");
        };
        var pump = Pump();
        var running = pump.RunAsync();
        await failed.Task;
        await Eventually.Be(() => pump.State == SinkState.Down, "the sink is down");
        pump.Stop();
        await running;
        _test.Close();
        _sink.Write = (_, _) => Task.FromResult(0);
        await Drain();
        Assert.Equal(Numbers(0, 50), Taken);
    }

    [Fact]
    public async Task A_sink_that_does_not_answer_is_down_after_its_time()
    {
        _test.Options = _test.Options with { AcknowledgeTimeoutSeconds = 1 };
        _test.Append(0, 1);
        var hung = true;
        _sink.Write = async (_, stop) =>
        {
            await Task.Delay(hung ? Timeout.Infinite : 0, stop);
            return 0;
        };
        var pump = Pump();
        var running = pump.RunAsync();
        await Eventually.Be(() => pump.State == SinkState.Down, "the sink is down");
        Assert.Contains("1 s", pump.Error!, StringComparison.Ordinal);
        hung = false;
        await Eventually.Be(() => pump.Lag.Records == 0, "all is acknowledged");
        pump.Stop();
        await running;
        Assert.Equal([0], Taken);
    }

    [Fact]
    public async Task A_sink_that_cannot_be_opened_is_tried_again()
    {
        _test.Append(0, 5);
        var attempts = 0;
        _sink.Committed = _ => attempts++ < 3 ? throw new SinkException("wrong password") : null;
        await Drain();
        Assert.Equal(Numbers(0, 5), Taken);
        Assert.Equal("wrong password", _test.Events[0].Detail);
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_with_its_stack_and_an_outage_is_none()
    {
        _test.Append(0, 5);
        var attempts = 0;
        _sink.Committed = _ => attempts++ switch
        {
            0 => throw new SinkException("no broker"),
            1 => throw new IOException("no disk"),
            2 => throw new InvalidOperationException("a bug"),
            _ => null,
        };
        var pump = await Drain();
        Assert.Equal(Numbers(0, 5), Taken);
        Assert.Equal(1, pump.Counters.Faults);
        var told = Assert.Single(_test.Events, told => told.Kind == DeliveryEventKind.SinkFault);
        Assert.Equal("a bug", told.Fault!.Message);
        Assert.Contains(nameof(FakeSink), told.Fault.StackTrace, StringComparison.Ordinal);
    }

    [Theory, InlineData(7), InlineData(0), InlineData(20)]
    public async Task A_sink_that_keeps_its_own_offset_is_believed(long offset)
    {
        _test.Append(0, 20);
        _test.Cursor.Commit(5);
        _sink.Committed = id => id == _test.Log.Id ? offset : null;
        await Drain();
        Assert.Equal(Numbers((int)offset, 20 - (int)offset), Taken);
    }

    // The answer to a commit can get lost with the connection.
    [Fact]
    public async Task What_it_has_although_it_failed_is_not_given_again()
    {
        _test.Append(0, 50);
        var (committed, writes) = (0L, 0);
        _sink.Committed = _ => committed;
        _sink.Write = (batch, _) =>
        {
            committed = batch[batch.Count - 1].Offset + 1;
            if (writes++ % 2 == 1)
                return Task.FromResult(0);
            _sink.Keep(batch, batch.Count);
            throw new SinkException("the connection broke during COMMIT");
        };
        var pump = await Drain();
        Assert.Equal(Numbers(0, 50), Taken);
        Assert.Equal(50, pump.Counters.Delivered);
    }

    [Fact]
    public async Task A_sink_that_is_ahead_of_the_log_gets_what_its_cursor_says()
    {
        _test.Append(0, 20);
        _test.Cursor.Commit(5);
        _sink.Committed = _ => 1000;
        await Drain();
        Assert.Equal(Numbers(5, 15), Taken);
    }

    [Fact]
    public async Task A_sink_that_missed_records_is_told_and_it_is_counted()
    {
        _test.Options = TestLog.Small;
        _test.Append(0, 300);
        var pump = await Drain();
        var gap = Assert.NotNull(_sink.Taken.First().Gap);
        Assert.Equal((300 - gap.Count, gap.Count), (pump.Counters.Delivered, pump.Counters.Dropped));
        Assert.Equal(gap.Count, Assert.Single(_test.Events, told => told.Kind == DeliveryEventKind.SinkGap).Count);
    }

    [Fact]
    public async Task What_the_sink_refuses_for_good_is_dropped_and_counted()
    {
        _test.Append(0, 30);
        var writes = 0;
        _sink.Write = (_, _) => Task.FromResult(Math.Min(1, ++writes));
        var pump = await Drain();
        Assert.Equal((30 - writes, writes), (pump.Counters.Delivered, pump.Counters.Dropped));
    }

    [Fact]
    public async Task A_completed_log_does_not_wait_for_a_sink_that_is_down()
    {
        _test.Append(0, 5);
        _sink.Write = (_, _) => throw new SinkException("away");
        var pump = Pump();
        var running = pump.RunAsync();
        await Eventually.Be(() => pump.State == SinkState.Down, "the sink is down");
        _test.Log.Complete();
        pump.Finish();
        await running;
        Assert.Equal((5, 0), (pump.Lag.Records, _test.Cursor.Offset));
    }

    [Fact]
    public async Task A_record_waits_for_others_to_come_along()
    {
        _test.Options = _test.Options with { SegmentBytes = 1_000_000 };
        _sink.Limits = new(1000, 1 << 20, TimeSpan.FromSeconds(1));
        var batches = new List<int>();
        _sink.Write = (batch, _) =>
        {
            batches.Add(batch.Count);
            return Task.FromResult(0);
        };
        var time = new WatchedTime();
        using var pump = new SinkPump(_sink, _test.Log, _test.Options, time, _test.Raise);
        _test.Append(0, 1);
        var running = pump.RunAsync();
        await Eventually.Be(() => time.Timers == 1, "it lingers");
        _test.Append(1, 19);
        _test.Log.Complete();
        time.Advance(_sink.Limits.Linger);
        await running;
        Assert.Equal([20], batches);
    }

    [Fact]
    public async Task One_sink_that_is_down_holds_up_no_other()
    {
        _test.Sinks = [TestLog.Sink, "other"];
        var down = new FakeSink("other") { Write = (_, _) => throw new SinkException("away") };
        using var other = new SinkPump(down, _test.Log, _test.Options, TimeProvider.System, _test.Raise);
        var running = other.RunAsync();
        _test.Append(0, 100);
        await Drain();
        Assert.Equal(Numbers(0, 100), Taken);
        Assert.Equal(100, other.Lag.Records);
        Assert.True(other.LagAge > TimeSpan.Zero);
        other.Stop();
        await running;
        Assert.True(_test.SegmentPaths.Length > 5);
    }

    [Fact]
    public async Task What_a_sink_refuses_is_told_once_when_it_begins_and_once_when_it_has_refused_nothing_for_a_while()
    {
        var time = new FakeTimeProvider();
        var refusals = new Refusals(time);
        Assert.True(refusals.Refuse("too large", 2));
        Assert.False(refusals.Refuse("too large", 3));
        Assert.Equal(("too large", 5), (refusals.Reason, refusals.Count));
        Assert.False(refusals.Accept());
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(refusals.Accept());
        Assert.False(refusals.Accept());
        Assert.Null(refusals.Reason);
        // The event of the end was refused, say: the next end comes later.
        Assert.True(refusals.Refuse("too large", 1));
        Assert.Equal(1, refusals.Count);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(refusals.Accept());
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(refusals.Accept());

        _test.Append(0, 30);
        _sink.Write = (batch, _) => Task.FromResult(1);
        var pump = await Drain();
        Assert.InRange(pump.Counters.Dropped, 3, 30);
        Assert.Equal($"it does not say why ({pump.Counters.Dropped} so far)", pump.Refusal);
        var told = Assert.Single(_test.Events, happened => happened.Kind == DeliveryEventKind.SinkRefusing);
        Assert.Equal((TestLog.Sink, "it does not say why"), (told.Subject, told.Detail));
    }
}
