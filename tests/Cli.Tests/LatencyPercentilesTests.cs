using Xunit;

namespace Cli.Tests;

public class LatencyPercentilesTests
{
    [Fact]
    public void Percentiles_are_within_a_bucket_of_the_true_ones()
    {
        var histogram = new LatencyPercentiles();
        var random = new Random(1);
        var durations = Enumerable.Range(0, 10_000).Select(_ => Math.Exp(random.NextDouble() * 15)).Order().ToArray();
        foreach (var microseconds in durations)
            histogram.Record(TimeSpan.FromMicroseconds(microseconds));

        foreach (var fraction in new[] { 0.5, 0.95, 0.99, 1 })
        {
            var truth = durations[(int)Math.Ceiling(fraction * durations.Length) - 1];
            Assert.InRange(histogram.Percentile(fraction).TotalMicroseconds, truth * 0.95 - 1, truth * 1.05 + 1);
        }
    }

    [Fact]
    public void Nothing_recorded_is_zero() => Assert.Equal(TimeSpan.Zero, new LatencyPercentiles().Percentile(0.5));

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(1e15)]
    public void Durations_out_of_range_count_in_the_outermost_bucket(double microseconds)
    {
        var histogram = new LatencyPercentiles();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        Assert.Equal(1, histogram.Count);
        Assert.InRange(histogram.Percentile(1).TotalMicroseconds, 1, uint.MaxValue);
    }
}
