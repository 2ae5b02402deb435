using Media;
using Streaming.Sources.WebRtc;
using Xunit;

namespace Streaming.Tests.Sources.WebRtc;

public sealed class UnitQueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Units_come_out_as_they_went_in_and_then_the_end()
    {
        using var queue = new UnitQueue(4);
        byte[] bytes = [1, 2, 3];
        Assert.True(queue.TryAdd(bytes, Times(7), isKey: true));
        bytes[0] = 9;
        queue.Complete();
        Assert.True(queue.TryTake(out var unit, Timeout.InfiniteTimeSpan, Cancel));
        Assert.Equal([1, 2, 3], unit.Bytes.ToArray());
        Assert.Equal((7L, true), (unit.Times.Pts90kHz, unit.IsKey));
        Assert.False(queue.TryTake(out _, Timeout.InfiniteTimeSpan, Cancel));
    }

    [Fact]
    public void A_full_queue_drops_what_waits_and_what_comes_until_a_key_frame()
    {
        using var queue = new UnitQueue(3);
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(pts => Add(queue, pts, isKey: pts == 0)));
        Assert.False(Add(queue, 3, isKey: false));
        Assert.False(Add(queue, 4, isKey: false));
        Assert.Equal(5, queue.Dropped);
        Assert.True(Add(queue, 5, isKey: true));
        Assert.True(Add(queue, 6, isKey: false));
        queue.Complete();
        Assert.Equal([5, 6], Rest(queue));
    }

    [Fact]
    public void A_key_frame_that_finds_the_queue_full_takes_its_place_at_once()
    {
        using var queue = new UnitQueue(2);
        _ = (Add(queue, 0, isKey: true), Add(queue, 1, isKey: false));
        Assert.True(Add(queue, 2, isKey: true));
        queue.Complete();
        Assert.Equal(2, queue.Dropped);
        Assert.Equal([2], Rest(queue));
    }

    [Fact]
    public void What_nobody_read_counts_as_dropped_and_nothing_is_taken_after_the_end()
    {
        var queue = new UnitQueue(4);
        _ = (Add(queue, 0, isKey: true), Add(queue, 1, isKey: false));
        queue.Dispose();
        Assert.True(Add(queue, 2, isKey: true));
        Assert.Equal(2, queue.Dropped);
    }

    [Fact]
    public void A_stop_wakes_the_reader()
    {
        using var queue = new UnitQueue(1);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(20);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.TryTake(out _, Timeout.InfiniteTimeSpan, stop.Token));
    }

    [Fact]
    public async Task A_reader_and_a_writer_at_odds_lose_nothing_uncounted()
    {
        const int Units = 20_000;
        using var queue = new UnitQueue(8);
        var reading = Task.Run(() => Rest(queue), Cancel);
        for (var pts = 0; pts < Units; pts++)
            Add(queue, pts, isKey: pts % 5 == 0);
        queue.Complete();
        var read = await reading;
        Assert.Equal(Units, read.Count + queue.Dropped);
        Assert.Equal(read.Order(), read);
    }

    [Fact]
    public void A_steady_flow_allocates_nothing()
    {
        using var queue = new UnitQueue(8);
        var bytes = new byte[5000];
        var pts = 0;
        Flow();
        Assert.Equal(0, Allocated.By(Flow));

        void Flow()
        {
            for (var i = 0; i < 1000; i++, pts++)
            {
                queue.TryAdd(bytes, Times(pts), isKey: pts % 30 == 0);
                queue.TryTake(out _, Timeout.InfiniteTimeSpan, Cancel);
            }
        }
    }

    private static FrameTimes Times(long pts) => new(pts, (uint)pts, null, 0, default);

    private static bool Add(UnitQueue queue, long pts, bool isKey) => queue.TryAdd([1], Times(pts), isKey);

    private static List<long> Rest(UnitQueue queue)
    {
        var rest = new List<long>();
        while (queue.TryTake(out var unit, Timeout.InfiniteTimeSpan, Cancel))
            rest.Add(unit.Times.Pts90kHz);
        return rest;
    }
}
