using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using ResultLog.Pump;
using ResultLog.Read;
using ResultLog.Tests;
using Streaming.Results;
using Telemetry;
using Wire.V1;
using Xunit;

namespace Streaming.Tests.Results;

public sealed class ResultDeliveryTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("stream-delivery-").FullName;
    private readonly DeliveryOptions _options = new() { RetryMinMilliseconds = 1, RetryMaxMilliseconds = 5 };

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ResultDelivery Delivery(params ISink[] sinks) => new(_options, Path.Combine(_data, "log"), sinks, TimeProvider.System, NullLogger<ResultDelivery>.Instance);

    private static string Metrics(ResultDelivery delivery)
    {
        var page = new Page();
        DeliveryMetrics.OfLog(delivery).WriteTo(page);
        DeliveryMetrics.OfSinks(delivery).WriteTo(page);
        return page.Text;
    }

    /// <summary>Samples, one a line, as Prometheus writes them.</summary>
    private sealed class Page : IMetricWriter
    {
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Family(MetricFamily family) => _text.Append(CultureInfo.InvariantCulture, $"# {family.Name}\n");

        public void Sample(MetricFamily family, string[] labels, in Reading reading)
        {
            var named = string.Join(",", family.Labels.Zip(labels, (name, value) => $"{name}=\"{value}\""));
            _text.Append(CultureInfo.InvariantCulture, $"{family.Name}{(named.Length > 0 ? $"{{{named}}}" : "")} {reading.Value}\n");
        }
    }

    [Fact]
    public async Task Results_reach_every_sink_as_they_are_and_a_stop_delivers_the_last()
    {
        var (one, other) = (new List<FrameResult>(), new List<FrameResult>());
        var delivery = Delivery(Collecting("one", one), Collecting("other", other));
        await delivery.StartAsync(Cancelled);
        var results = Enumerable.Range(0, 100).Select(sequence => new FrameResult
        {
            StreamId = "gate", SessionId = "s", Sequence = sequence, Objects = { new DetectedObject { Label = new string('x', sequence * 10) } },
        }).ToList();
        Assert.All(results, result => Assert.Equal(AppendOutcome.Accepted, delivery.Append(result)));
        await delivery.StopAsync(Cancelled);
        Assert.Equal(results, one);
        Assert.Equal(results, other);
        Assert.Equal(AppendOutcome.Completed, delivery.Append(results[0]));
    }

    [Fact]
    public async Task Without_a_sink_nothing_is_written()
    {
        var delivery = Delivery();
        await delivery.StartAsync(Cancelled);
        Assert.Equal(AppendOutcome.Accepted, delivery.Append(new FrameResult()));
        Assert.Empty(Directory.GetFileSystemEntries(_data));
        Assert.DoesNotContain("\nstream_log", Metrics(delivery), StringComparison.Ordinal);
        await delivery.StopAsync(Cancelled);
    }

    [Fact]
    public async Task A_sink_that_is_down_is_named_by_health_and_metrics_and_does_not_hold_up_a_stop()
    {
        var delivery = Delivery(new FakeSink("kafka") { Write = (_, _) => throw new SinkException("no broker") }, Collecting("store", []));
        await delivery.StartAsync(Cancelled);
        Assert.Empty(delivery.Faults);
        delivery.Append(new FrameResult { StreamId = "gate" });
        await Eventually.Be(() => delivery.Faults.Any() && delivery.Sinks[1].Lag.Records == 0, "one sink is down and the other has all");
        Assert.Equal("sink kafka: no broker", Assert.Single(delivery.Faults));
        var metrics = Metrics(delivery).Split('\n');
        Assert.Contains("stream_sink_up{sink=\"kafka\"} 0", metrics);
        Assert.Contains("stream_sink_up{sink=\"store\"} 1", metrics);
        Assert.Contains(metrics, line => line.StartsWith("stream_sink_lag_records{sink=\"kafka\"} ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        Assert.Contains(metrics, line => line.StartsWith("stream_log_accepted_total ", StringComparison.Ordinal));
        Assert.Contains("stream_log_state{state=\"ok\"} 1", metrics);
        Assert.Contains("stream_log_refused_total{reason=\"too_large\"} 0", metrics);
        await delivery.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Sinks_are_told_when_another_goes_down_and_comes_back()
    {
        var (broken, events) = (true, new List<StreamEvent>());
        var flaky = new FakeSink("kafka") { Write = (_, _) => broken ? throw new SinkException("no broker") : Task.FromResult(0), Reads = false };
        var delivery = Delivery(flaky, new ParsingSink("store", [], events));
        await delivery.StartAsync(Cancelled);
        delivery.Append(new FrameResult { StreamId = "gate" });
        await Eventually.Be(() => delivery.Faults.Any(), "one sink is down");
        broken = false;
        await Eventually.Be(() => !delivery.Faults.Any() && delivery.Sinks.All(sink => sink.Lag.Records == 0) && delivery.Log!.End == 3, "it is back");
        await delivery.StopAsync(Cancelled);
        Assert.Equal([(StreamEventKind.SinkDown, "kafka", "no broker"), (StreamEventKind.SinkUp, "kafka", "")], events.Select(told => (told.Kind, told.Subject, told.Detail)));
        Assert.All(events, told => Assert.Equal(32, told.Id.Length));
    }

    [Fact]
    public async Task A_stop_whose_time_is_up_leaves_the_rest_for_the_next_start()
    {
        var hung = new FakeSink("kafka") { Write = async (_, stop) => { await Task.Delay(Timeout.Infinite, stop); return 0; } };
        var delivery = Delivery(hung);
        await delivery.StartAsync(Cancelled);
        delivery.Append(new FrameResult { Sequence = 7 });
        await delivery.StopAsync(new CancellationToken(canceled: true));

        var taken = new List<FrameResult>();
        delivery = Delivery(Collecting("kafka", taken));
        await delivery.StartAsync(Cancelled);
        await delivery.StopAsync(Cancelled);
        Assert.Equal(7, Assert.Single(taken).Sequence);
    }

    private static ParsingSink Collecting(string name, List<FrameResult> into) => new(name, into, []);

    private sealed class ParsingSink(string name, List<FrameResult> results, List<StreamEvent> events) : ISink
    {
        public string Name => name;

        public BatchLimits Limits => new(7, 1 << 20, TimeSpan.Zero);

        public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Task.FromResult<long?>(null);

        public Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
        {
            foreach (var record in batch.Records)
            {
                if (record.Kind == RecordKind.Result)
                    results.Add(FrameResult.Parser.ParseFrom(record.Payload.Span));
                else
                    events.Add(StreamEvent.Parser.ParseFrom(record.Payload.Span));
            }

            return Task.FromResult(0);
        }
    }
}
