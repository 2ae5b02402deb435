using Media;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

public sealed class PushSourceTests
{
    private static readonly PushFormat Raw = PushFormat.Of(new RawLayout(PixelFormat.Rgb24, 1, 1, ColorMatrix.Bt601, ColorRange.Limited));

    [Fact]
    public void Units_come_out_as_they_went_in_and_then_the_end()
    {
        using var source = new PushSource("push://x", PushFormat.Encoded(VideoCodec.Vp8, default), 4, canWait: false, () => { });
        Assert.True(source.TryPush(Unit(1)));
        Assert.True(source.TryPush(Unit(2)));
        source.Complete();

        Assert.True(source.TryRead(out var first, TestContext.Current.CancellationToken));
        Assert.True(source.TryRead(out var second, TestContext.Current.CancellationToken));
        Assert.False(source.TryRead(out _, TestContext.Current.CancellationToken));
        Assert.Equal((1, 2), (first.Times.Pts90kHz, second.Times.Pts90kHz));
    }

    [Fact]
    public void A_full_queue_and_an_ended_one_refuse()
    {
        using var source = new PushSource("push://x", Raw, 2, canWait: false, () => { });
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(i => source.TryPush(Unit(i))));
        source.Complete();
        Assert.False(source.TryPush(Unit(3)));
    }

    [Fact]
    public void Frames_that_nobody_read_are_released()
    {
        var released = 0;
        var source = new PushSource("push://x", Raw, 2, canWait: false, () => { });
        source.TryPush(EncodedUnit.Of(new Frame { Format = PixelFormat.Rgb24, Width = 1, Height = 1, Plane0 = 0, Stride0 = 3, Owner = new Release(() => released++) }));

        source.Dispose();
        source.Dispose();

        Assert.Equal(1, released);
    }

    [Fact]
    public void A_stop_wakes_the_reader()
    {
        using var source = new PushSource("push://x", Raw, 2, canWait: false, () => { });
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(20);
        Assert.ThrowsAny<OperationCanceledException>(() => source.TryRead(out _, stop.Token));
    }

    private static EncodedUnit Unit(long pts) => EncodedUnit.Of(new byte[] { 1 }, new FrameTimes(pts, (uint)pts, null, 0, default), isKey: true);

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
