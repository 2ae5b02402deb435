using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

public sealed class LatencyWindowTests
{
    private readonly LatencyWindow _window = new();

    [Fact]
    public void Percentiles_are_within_six_per_cent()
    {
        Record(milliseconds: 20, frames: 90);
        Record(milliseconds: 300, frames: 10);
        _window.Sample();
        Assert.InRange(_window.Recent!.P50, 18.8, 21.2);
        Assert.InRange(_window.Recent.P95, 282, 318);
    }

    [Fact]
    public void They_are_of_the_last_ten_seconds_and_none_where_nothing_came()
    {
        _window.Sample();
        Assert.Null(_window.Recent);
        Record(milliseconds: 500, frames: 10);
        for (var second = 0; second < 10; second++)
        {
            _window.Sample();
            Assert.InRange(_window.Recent!.P95, 470, 530);
        }

        Record(milliseconds: 5, frames: 1);
        _window.Sample();
        Assert.InRange(_window.Recent!.P95, 4.7, 5.3);
        for (var second = 0; second < 10; second++)
            _window.Sample();
        Assert.Null(_window.Recent);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(0.00001), InlineData(1e7)]
    public void What_is_shorter_or_longer_than_all_is_counted_all_the_same(double milliseconds)
    {
        Record(milliseconds, frames: 1);
        _window.Sample();
        Assert.InRange(_window.Recent!.P50, 0, 100_000);
    }

    private void Record(double milliseconds, int frames)
    {
        for (var i = 0; i < frames; i++)
            _window.Record(TimeSpan.FromMilliseconds(milliseconds));
    }
}
