using System.Diagnostics;
using Telemetry;
using Xunit;

namespace Functional.Tests.Observability;

/// <summary>Metrics as a collector gets them.</summary>
public sealed class OtlpMetricTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_what_the_page_shows_and_a_stream_that_is_gone_has_no_series()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var server = await TinyServer.Start("Metrics:Otlp=true", $"Metrics:Endpoint={receiver.Address}", "Metrics:Protocol=Http", "Metrics:IntervalSeconds=1");
        await Eventually.Be(() => Newest(receiver, "stream_frames_inferred", "gate") > 5 && Points(receiver).Any(point => point.Name == "stream_frame_latency_seconds"), "frames are inferred");

        var points = Points(receiver);
        Assert.All(points, point => Assert.Equal("stream", point.Service));
        var received = Assert.Single(points, point => point.Name == "stream_frames_received");
        Assert.Equal(("Stream", "sum", ""), (received.Meter, received.Kind, received.Unit));
        // One reading: it adds up though frames go on.
        Assert.Equal(received.Value, Sum("stream_frames_inferred") + Sum("stream_frames_dropped") + Sum("stream_frames_in_flight"));
        Assert.Equal(("gauge", 1), (Assert.Single(points, point => point.Name == "stream_live").Kind, Sum("stream_live")));
        Assert.Equal(["decode", "infer", "postprocess", "preprocess", "publish", "queue"], points.Where(point => point.Name == "stream_frame_stage_seconds").Select(point => point.Tags["stage"]).Order());
        var latency = Assert.Single(points, point => point.Name == "stream_frame_latency_seconds");
        Assert.Equal(("histogram", "s", "tiny"), (latency.Kind, latency.Unit, latency.Tags["model"]));
        Assert.Equal(DurationHistogram.Bounds, latency.Bounds);
        Assert.Contains(points, point => point is { Name: "nv_inference_count", Value: > 0 } && point.Tags["version"] == "1");
        Assert.Contains(points, point => point is { Name: "dotnet.process.cpu.time", Meter: "System.Runtime" });
        Assert.Contains(points, point => point.Name == "http.server.request.duration" && point.Tags["http.route"].StartsWith("/v1/streams", StringComparison.Ordinal));

        using var removed = await server.Http.DeleteAsync("/v1/streams/gate", Cancel);
        Assert.True(removed.IsSuccessStatusCode, server.Output);
        var before = receiver.Exports.Count;
        // The export after the next began after the removal.
        await Eventually.Be(() => receiver.Exports.Count > before + 1, "metrics are sent");
        Assert.DoesNotContain(Points(receiver), point => point.Tags.ContainsKey("stream"));
        Assert.Contains(Points(receiver), point => point.Name == "nv_inference_count");

        double Sum(string name) => points.Where(point => point.Name == name).Sum(point => point.Value);
    }

    [Fact]
    public async Task A_stop_sends_the_last_of_them_and_an_absent_collector_holds_up_none()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using (var server = await TinyServer.Listening(("OTEL_METRICS_EXPORTER", "otlp"), $"Metrics:Endpoint={receiver.Address}", "Metrics:Protocol=Http"))
            await Stop(server);
        Assert.Contains(Assert.Single(receiver.Exports), point => point.Name == "stream_cache_hits");

        // It takes callers and never answers.
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var other = await TinyServer.Start("Metrics:Otlp=true", $"Metrics:Endpoint=http://{silent.LocalEndpoint}", "Tracing:Ratio=1", $"Tracing:Endpoint=http://{silent.LocalEndpoint}");
        var started = Stopwatch.GetTimestamp();
        await Stop(other);
        // 2 s are the flush's; a provider that is disposed of without one takes 5, the exporter itself 10.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 8);
    }

    private static async Task Stop(ServerProcess server)
    {
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());
    }

    private static IReadOnlyList<OtlpPoint> Points(OtlpReceiver receiver) => receiver.Exports.Count > 0 ? receiver.Exports[^1] : [];

    private static double Newest(OtlpReceiver receiver, string name, string stream) =>
        Points(receiver).Where(point => point.Name == name && point.Tags["stream"] == stream).Sum(point => point.Value);
}
