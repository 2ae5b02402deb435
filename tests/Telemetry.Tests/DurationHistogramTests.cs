using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace Telemetry.Tests;

public sealed class DurationHistogramTests
{
    [Fact]
    public void A_duration_counts_in_the_first_bucket_that_holds_it()
    {
        var histogram = new DurationHistogram();
        foreach (var seconds in (double[])[0, 0.0001, 0.00011, 10, 11])
            histogram.Record(TimeSpan.FromSeconds(seconds));
        var read = histogram.Read();
        Assert.Equal((2, 1, 1, 1), (read.Counts[0], read.Counts[1], read.Counts[^2], read.Counts[^1]));
        Assert.Equal(21.00021, read.Sum, 6);
        Assert.Equal(read.Bounds.Count + 1, read.Counts.Count);
    }

    [Fact]
    public void An_instrument_that_is_listened_to_gets_each_in_seconds_and_its_buckets()
    {
        using var meter = new Meter("test");
        var instrument = DurationHistogram.Instrument(meter, "stream_wait_seconds", "Waits.");
        var histogram = new DurationHistogram(instrument, new KeyValuePair<string, object?>("stage", "infer"));
        histogram.Record(TimeSpan.FromSeconds(7));
        var heard = new List<(double, string)>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => heard.Add((seconds, $"{tags[0].Key}={tags[0].Value}")));
        listener.EnableMeasurementEvents(instrument);
        histogram.Record(TimeSpan.FromSeconds(0.25));
        Assert.Equal([(0.25, "stage=infer")], heard);
        Assert.Equal(DurationHistogram.Bounds, instrument.Advice!.HistogramBucketBoundaries!);
        Assert.Equal(2, histogram.Read().Counts.Sum());
    }

    [Fact]
    public void Being_exported_costs_no_memory()
    {
        using var meter = new Meter("test.exported");
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(new BaseExportingMetricReader(new NoExporter())).Build();
        var histogram = new DurationHistogram(DurationHistogram.Instrument(meter, "stream_wait_seconds", "Waits."), new("model", "m"), new("stage", "infer"));
        histogram.Record(TimeSpan.Zero);
        Assert.Equal(0, Allocated.By(() => histogram.Record(TimeSpan.FromMilliseconds(1)), times: 10_000));
    }

    [Fact]
    public async Task Threads_lose_nothing_and_allocate_nothing()
    {
        var histogram = new DurationHistogram();
        histogram.Record(TimeSpan.Zero);
        var allocated = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => Allocated.By(() => histogram.Record(TimeSpan.FromMilliseconds(1)), times: 50_000),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
        Assert.Equal((1_000_001, 1000.0), (histogram.Read().Counts.Sum(), histogram.Read().Sum));
    }

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
