using Inference;
using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.Streams;

public sealed class EngineRateTests
{
    [Fact]
    public void Too_few_runs_say_nothing() => Assert.Null(new EngineRate().Measure(After(runs: 19, milliseconds: 10), lanes: 2));

    [Fact]
    public void Lanes_share_the_work() => Assert.Equal(200, new EngineRate().Measure(After(runs: 20, milliseconds: 10), lanes: 2)!.Value, 0.001);

    [Fact]
    public void What_counts_is_how_fast_it_was_since_it_was_asked_before()
    {
        var rate = new EngineRate();
        rate.Measure(After(runs: 1000, milliseconds: 10), lanes: 1);
        Assert.Equal(100, rate.Measure(After(runs: 1010, milliseconds: 10), lanes: 1)!.Value, 0.001);
        // A thousand more took twice as long each.
        Assert.Equal(50, rate.Measure(After(runs: 2000, milliseconds: 15), lanes: 1)!.Value, 0.001);
    }

    private static EngineStatistics After(int runs, int milliseconds) => new(
        null, default, default, 0, default,
        [new BatchTotal(1, runs, TimeSpan.FromMilliseconds(runs), TimeSpan.FromMilliseconds(runs * (milliseconds - 2)), TimeSpan.FromMilliseconds(runs))]);
}
