using ResultLog.Recovery;
using ResultLog.Read;
using ResultLog.Segments;
using Xunit;

namespace ResultLog.Tests;

public sealed class LogAppendTests : IDisposable
{
    private readonly TestLog _test = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Lanes_that_append_at_once_keep_the_order_of_each_stream()
    {
        const int Lanes = 8, Each = 1000;
        _test.Options = TestLog.Small with { MaxBytes = 100_000_000, SegmentBytes = 300_000 };
        using var reader = _test.Log.OpenReader(0);
        var lanes = Enumerable.Range(0, Lanes).Select(lane => Task.Run(() =>
        {
            for (var number = 0; number < Each; number++)
                Assert.Equal(AppendOutcome.Accepted, _test.Log.Append(RecordKind.Result, Payload.Of(lane, number)));
        }, Cancelled)).ToArray();

        var (next, all, batch) = (new long[Lanes], 0, new RecordBatch());
        while (all < Lanes * Each && await reader.WaitAsync(Cancelled))
        {
            reader.TryRead(batch, 50);
            foreach (var record in batch.Records)
            {
                var read = Read.Of(record);
                Assert.Equal((all++, next[read.Stream]++), (read.Offset, read.Number));
            }
        }

        await Task.WhenAll(lanes);
        Assert.True(_test.SegmentPaths.Length > 20);
    }

    [Fact]
    public void An_append_allocates_nothing()
    {
        _test.Options = TestLog.Small with { SegmentBytes = 10_000_000, MaxBytes = 100_000_000 };
        var payload = Payload.Of(0, 0);
        using var reader = _test.Log.OpenReader(0);
        _test.Log.Append(RecordKind.Result, payload);
        Assert.Equal(0, Allocated.By(() => _test.Log.Append(RecordKind.Result, payload), times: 1000));
    }

    [Fact]
    public void The_largest_record_comes_through_and_a_larger_one_is_refused()
    {
        _test.Options = TestLog.Small with { MaxBytes = 100_000_000 };
        _test.Append(0, 1);
        Assert.Equal(AppendOutcome.Accepted, _test.Log.Append(RecordKind.Event, Payload.Of(1, 1, RecordFrame.MaxPayload)));
        Assert.Equal(AppendOutcome.TooLarge, _test.Log.Append(RecordKind.Event, new byte[RecordFrame.MaxPayload + 1]));
        _test.Append(2, 1);
        Assert.Equal([0, 1, -1, 2], _test.ReadFrom(0).Select(read => read.Number));
        Assert.Equal(new GapMarker(GapCause.NotAccepted, 1, -1, -1), _test.ReadFrom(0)[2].Gap);
    }

    [Fact]
    public void What_was_appended_is_there_after_a_restart_and_the_numbers_go_on()
    {
        _test.Append(0, 30);
        var id = _test.Log.Id;
        _test.Close();
        _test.Append(30, 30);
        Assert.Equal(Enumerable.Range(0, 60).Select(number => (long)number), _test.ReadFrom(0).Select(read => read.Offset));
        Assert.Equal((id, 0), (_test.Log.Id, _test.Log.TruncatedBytes));
        Assert.Equal(Enumerable.Range(45, 15).Select(number => (long)number), _test.ReadFrom(45).Select(read => read.Number));
    }

    [Theory, InlineData(nameof(FsyncPolicy.None)), InlineData(nameof(FsyncPolicy.Interval)), InlineData(nameof(FsyncPolicy.EveryRecord))]
    public void Every_fsync_policy_keeps_all(string policy)
    {
        _test.Options = TestLog.Small with { Fsync = Enum.Parse<FsyncPolicy>(policy), FsyncIntervalMilliseconds = 10 };
        _test.Append(0, 40);
        _test.Close();
        Assert.Equal(40, _test.ReadFrom(0).Count);
        Assert.Equal((0, LogState.Ok), (_test.Log.Counters.FsyncFailures, _test.Log.State));
    }

    [Fact]
    public async Task A_completed_log_takes_no_more_and_ends_its_readers_behind_the_last_record()
    {
        _test.Append(0, 3);
        using var reader = _test.Log.OpenReader(0);
        _test.Log.Complete();
        Assert.Equal(AppendOutcome.Completed, _test.Log.Append(RecordKind.Result, Payload.Of(0, 3)));
        Assert.True(await reader.WaitAsync(Cancelled));
        Assert.Equal([0, 1, 2], TestLog.Rest(reader).Select(read => read.Number));
        Assert.False(await reader.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_an_append()
    {
        using var reader = _test.Log.OpenReader(0);
        var waiting = reader.WaitAsync(Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);
        _test.Append(0, 1);
        Assert.True(await waiting);
        Assert.Equal(0, Assert.Single(TestLog.Rest(reader)).Number);
    }

    // A test cannot make a disk hang, but who holds the gate hangs as well.
    [Fact]
    public async Task Who_meets_a_disk_that_does_not_answer_gives_up_and_all_is_counted()
    {
        _test.Options = TestLog.Small with { AppendTimeoutMilliseconds = 50 };
        using var hang = new ManualResetEventSlim();
        _test.OnEvent = told => { if (told.Kind == DeliveryEventKind.LogFull) hang.Wait(Cancelled); };
        var log = _test.Log;
        var hung = Task.Run(() => { for (var number = 0; number < 100; number++) log.Append(RecordKind.Result, Payload.Of(0, number)); }, Cancelled);
        await Eventually.Be(() => log.State == LogState.Full, "one append hangs");
        for (var number = 0; number < 20; number++)
            Assert.Equal(AppendOutcome.Busy, log.Append(RecordKind.Result, Payload.Of(1, number)));
        Assert.Equal((LogState.Failing, "a write takes longer than 50 ms"), (log.State, log.Error));

        hang.Set();
        await hung;
        Assert.Null(log.Error);
        Assert.Equal(20, Assert.Single(_test.ReadFrom(0), read => read.Gap?.Cause == GapCause.NotAccepted).Gap!.Value.Count);
        Assert.Equal([DeliveryEventKind.LogFull, DeliveryEventKind.LogFailing, DeliveryEventKind.LogRecovered], _test.Events.Select(told => told.Kind));
        Assert.Equal(20, _test.Events[^1].Count);
    }

    [Fact]
    public void A_folder_has_one_owner()
    {
        _test.Append(0, 1);
        var refusal = Assert.Throws<LogFolderException>(() => WriteAheadLog.Open(_test.Folder, [], TestLog.Small, TimeProvider.System, _test.Raise));
        Assert.Contains(_test.Folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Server:DataDirectory", refusal.Message, StringComparison.Ordinal);
    }
}
