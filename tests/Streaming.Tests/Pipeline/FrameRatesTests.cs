using Microsoft.Extensions.Time.Testing;
using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

public sealed class FrameRatesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_rate_is_over_the_last_ten_seconds()
    {
        var rates = new FrameRates(_clock);
        Assert.Equal((0, 0), (rates.Received, rates.Inferred));
        for (var second = 0; second <= 20; second++)
            Sample(rates, received: second * 30, inferred: second * 10);
        Assert.Equal((30, 10), (rates.Received, rates.Inferred));
        for (var second = 0; second < 10; second++)
            Sample(rates, received: 600, inferred: 200);
        Assert.Equal((0, 0), (rates.Received, rates.Inferred));
    }

    [Fact]
    public void What_is_offered_is_what_comes_or_the_target_and_the_rest_of_it_is_dropped()
    {
        var rates = new FrameRates(_clock);
        for (var second = 0; second <= 20; second++)
            Sample(rates, received: second * 30, inferred: second * 6, superseded: second * 20);
        Assert.Equal((30, 10, 6), (rates.Offered(0), rates.Offered(10), rates.Offered(6)));
        Assert.Equal((0.8, 0.4, 0), (rates.DropShare(0), rates.DropShare(10), rates.DropShare(6)));
        Assert.Equal(20, rates.Late);
    }

    private void Sample(FrameRates rates, long received, long inferred, long superseded = 0)
    {
        long[] dropped = [.. FrameCounts.Zero.Dropped];
        dropped[(int)DropReason.Superseded] = superseded;
        rates.Sample(FrameCounts.Zero with { Received = received, Inferred = inferred, Dropped = dropped });
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
