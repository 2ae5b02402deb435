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

    private void Sample(FrameRates rates, long received, long inferred)
    {
        rates.Sample(FrameCounts.Zero with { Received = received, Inferred = inferred });
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
