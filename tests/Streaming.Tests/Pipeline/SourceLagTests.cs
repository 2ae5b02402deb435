using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

public sealed class SourceLagTests
{
    private const double FrameMs = 40;

    private readonly SourceLag _lag = new();
    private long _frame;

    [Fact]
    public void A_camera_that_is_waited_for_is_no_lag()
    {
        for (var i = 0; i < 100; i++)
            Assert.InRange(Read(at: 1000 + i * FrameMs + i % 7, waited: true), 0, 6.001);
    }

    [Fact]
    public void Reading_that_is_slower_than_the_camera_lags_ever_more()
    {
        Punctual(20);
        for (var i = 1; i <= 50; i++)
            Assert.Equal(i * 10, Read(at: (19 + i) * FrameMs + i * 10, waited: false), 0.001);
    }

    // On a busy machine the thread loses its core inside of a read too.
    [Fact]
    public void One_wait_now_and_then_does_not_hide_it()
    {
        Punctual(20);
        for (var i = 1; i <= 50; i++)
            Assert.Equal(i * 10, Read(at: (19 + i) * FrameMs + i * 10, waited: i % 3 == 0), 0.001);
    }

    // It had not come yet: whoever reads it is not behind.
    [Fact]
    public void A_burst_after_a_gap_is_no_lag_until_it_takes_its_time()
    {
        Punctual(20);
        Assert.Equal(0, Read(at: 20 * FrameMs + 1000, waited: true), 0.001);
        for (var i = 1; i <= 24; i++)
            Assert.InRange(Read(at: 20 * FrameMs + 1000 + i * 50, waited: false), 0, i * 50);
    }

    [Fact]
    public void A_network_that_became_slower_for_good_is_no_lag()
    {
        Punctual(24);
        for (var i = 0; i < 100; i++)
            Assert.Equal(0, Read(at: (24 + i) * FrameMs + 2000, waited: true), 0.001);
        Assert.Equal(10, Read(at: 124 * FrameMs + 2010, waited: false), 0.001);
    }

    // At ten frames a second, eight waits would be a second.
    [Fact]
    public void Three_long_waits_say_as_much_as_eight()
    {
        _lag.Observe(TimeSpan.Zero, 0, TimeSpan.Zero);
        var lags = Enumerable.Range(1, 20).Select(i => _lag.Observe(TimeSpan.FromMilliseconds(i * 100), -90_000 * 9800L, TimeSpan.FromMilliseconds(i == 1 ? 0 : 90)).TotalMilliseconds);
        Assert.All(lags, lag => Assert.InRange(lag, 0, 301));
    }

    // A camera's clock in milliseconds once left 13 of 586 frames.
    [Theory, InlineData(90), InlineData(2), InlineData(0.1)]
    public void A_camera_whose_clock_is_wrong_is_not_behind_as_long_as_it_is_waited_for(double slower)
    {
        for (var i = 0; i < 1000; i++)
            Assert.Equal(0, _lag.Observe(TimeSpan.FromMilliseconds(i * FrameMs), (long)(i * FrameMs * 90 / slower), TimeSpan.FromMilliseconds(FrameMs - 5)).TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Clocks_that_drift_apart_are_no_lag()
    {
        for (var i = 0; i < 100_000; i++)
            Assert.InRange(Read(at: i * FrameMs * 1.001, waited: true), 0, 1);
    }

    private void Punctual(int frames)
    {
        for (var i = 0; i < frames; i++)
            Read(at: _frame * FrameMs, waited: true);
    }

    private double Read(double at, bool waited) =>
        _lag.Observe(TimeSpan.FromMilliseconds(at), (long)(_frame++ * FrameMs * 90), TimeSpan.FromMilliseconds(waited ? FrameMs - 5 : 0)).TotalMilliseconds;
}
