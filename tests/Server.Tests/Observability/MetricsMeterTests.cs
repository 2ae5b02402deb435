using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Server.Observability.Metrics;
using Telemetry;
using Xunit;
using MetricType = Telemetry.MetricType;

namespace Server.Tests.Observability;

/// <summary>The meter "Stream" as a listener sees it. Meters are the process's, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(MetricsMeterTests), DisableParallelization = true)]
[Collection(nameof(MetricsMeterTests))]
public sealed class MetricsMeterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<(string Name, int Eggs)> _nests = [("a", 1), ("b", 2)];
    private readonly MetricsMeter _meter;
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _ended = [];
    private List<string> _heard = [];
    private int _readings;

    public MetricsMeterTests()
    {
        var nests = new MetricGroup<(string Name, int Eggs)>(
            () =>
            {
                _readings++;
                return [.. _nests];
            },
            ["nest"], nest => [nest.Name],
            new(MetricType.Counter, "stream_eggs_total", "Eggs.", nest => nest.Eggs),
            new(MetricType.Gauge, "stream_nest_seconds", "Age.", nest => nest.Name == "a" ? double.NaN : 0.5),
            new(MetricType.Gauge, "stream_birds", "Birds.", ["colour"], nest => [(["blue"], nest.Eggs), (["red"], 0)]),
            new(MetricType.Histogram, "stream_egg_bytes", "Sizes.", _ => new HistogramReading([1], [1, 1], 3, [])));
        _meter = new MetricsMeter([nests], Meters, TimeProvider.System);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter is { Name: "Stream" } meter && meter.Scope == Meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.MeasurementsCompleted = (instrument, _) => _ended.Add(instrument.Meter);
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            _heard.Add(FormattableString.Invariant($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}}} {value}")));
        _listener.Start();
    }

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Every_sample_is_a_measurement_and_one_collection_is_one_reading()
    {
        Assert.Equal(0, _readings);
        Assert.Equal(
            [
                "stream_birds{nest=a,colour=blue} 1", "stream_birds{nest=a,colour=red} 0", "stream_birds{nest=b,colour=blue} 2", "stream_birds{nest=b,colour=red} 0",
                "stream_eggs{nest=a} 1", "stream_eggs{nest=b} 2", "stream_nest_seconds{nest=b} 0.5",
            ],
            Collect());
        Assert.Equal(1, _readings);
        Collect();
        Assert.Equal(2, _readings);
    }

    [Fact]
    public void What_is_gone_has_no_series()
    {
        Collect();
        _nests.RemoveAt(0);
        Assert.Equal(["stream_birds{nest=b,colour=blue} 2", "stream_birds{nest=b,colour=red} 0", "stream_eggs{nest=b} 2", "stream_nest_seconds{nest=b} 0.5"], Collect());
    }

    [Fact]
    public async Task A_meter_ends_before_its_listeners_have_remembered_too_much_and_another_goes_on()
    {
        for (var day = 0; day < 251; day++)
        {
            _nests[0] = ($"n{day}", day);
            Collect();
        }

        Assert.Empty(_ended);
        _nests[0] = ("last", 7);
        Collect();
        await Eventually.Be(() => _ended.Count == 3 && Collect().Contains("stream_eggs{nest=last} 7"), "another meter goes on");
        Assert.Single(_ended.Distinct());
    }

    [Fact]
    public async Task OpenTelemetry_never_runs_out_of_series_however_many_came_and_went()
    {
        var last = new LastExport();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(MetricGroup.MeterName).AddReader(new BaseExportingMetricReader(last)).Build();
        // 2000 are what it has room for.
        var names = 0;
        for (var meter = 1; meter <= 10; meter++)
        {
            for (var day = 0; _ended.Count < 3 * meter; day++)
            {
                // After 250 that are gone, and a little later: the change is made beside the collections, and one that falls into it sees nothing.
                Assert.InRange(day, 0, 100_000);
                await Task.Yield();
                _nests[0] = ($"n{++names}", meter);
                provider.ForceFlush();
            }
        }

        Assert.True(names > 2000, $"{names}");
        await Eventually.Be(() => provider.ForceFlush() && last.Eggs.Order().SequenceEqual(["b 2", $"n{names} 10"]), "the last are told");
    }

    [Fact]
    public void Every_family_of_the_servers_slices_is_an_instrument_of_the_meter_but_the_batch_size()
    {
        var instruments = new Dictionary<string, string?>();
        using var server = TestHost.Build();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter is { Name: "Stream" } meter && meter.Scope == server.Services.GetRequiredService<IMeterFactory>())
                    instruments.Add(instrument.Name, instrument.Unit);
            },
        };
        server.Services.GetRequiredService<Streaming.Pipeline.FrameTimings>();
        listener.Start();
        var families = server.Services.GetServices<MetricGroup>().SelectMany(group => group.Families).ToList();
        Assert.Equal(families.Select(family => family.Stem).Except(["stream_batch_size"]).Order(), instruments.Keys.Order());
        Assert.Equal(("s", "By", null), (instruments["stream_frame_latency_seconds"], instruments["stream_log_bytes"], instruments["stream_live"]));
    }

    private List<string> Collect()
    {
        _heard = [];
        _listener.RecordObservableInstruments();
        return [.. _heard.Order(StringComparer.Ordinal)];
    }

    /// <summary>Keeps the eggs of each nest.</summary>
    private sealed class LastExport : BaseExporter<Metric>
    {
        public List<string> Eggs { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Eggs.Clear();
            foreach (var metric in batch)
            {
                if (metric.Name != "stream_eggs")
                    continue;
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    foreach (var tag in point.Tags)
                        Eggs.Add($"{tag.Value} {point.GetSumDouble()}");
                }
            }

            return ExportResult.Success;
        }
    }
}
