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

    [Fact]
    public void A_burst_after_a_gap_is_caught_up_with()
    {
        Punctual(20);
        Assert.Equal(1000, Read(at: 20 * FrameMs + 1000, waited: true), 0.001);
        var lag = 0.0;
        for (var i = 1; i <= 25; i++)
            lag = Read(at: 20 * FrameMs + 1000 + i, waited: false);
        Assert.InRange(lag, 0, 26);
    }

    [Fact]
    public void A_network_that_became_slower_for_good_is_no_lag_once_it_was_waited_for_eight_times()
    {
        Punctual(24);
        for (var i = 0; i < 7; i++)
            Assert.Equal(2000, Read(at: (24 + i) * FrameMs + 2000, waited: true), 0.001);
        Assert.Equal(0, Read(at: 31 * FrameMs + 2000, waited: true), 0.001);
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
        _lag.Observe(TimeSpan.FromMilliseconds(at), (long)(_frame++ * FrameMs * 90), waited).TotalMilliseconds;
}
