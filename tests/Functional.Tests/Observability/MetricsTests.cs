using System.Net;
using System.Text.RegularExpressions;
using Functional.Tests.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Functional.Tests.Observability;

/// <summary>/metrics as scrapers see it.</summary>
public sealed class MetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_scrapes_either_format_without_an_error()
    {
        // Traced, so that histograms have exemplars; nobody takes the traces.
        await using var server = await TinyServer.Start("Tracing:Ratio=1", $"Tracing:Endpoint=http://127.0.0.1:{PeerProcess.FreePort()}");
        using var http = new HttpClient { BaseAddress = server.Metrics };
        await using var text = await TextOnly(http);
        using var prometheus = new PrometheusServer(server.Metrics, new Uri(text.Urls.Single()));

        await prometheus.AllUp(2);
        foreach (var query in (string[])["stream_frames_inferred_total{stream=\"gate\"} > 0", "nv_inference_count > 0", "stream_batch_size_count > 0", "process_cpu_seconds_total", "stream_build_info"])
            await prometheus.Values(query, 2);
        Assert.All(await prometheus.Values("histogram_quantile(0.5, stream_frame_latency_seconds_bucket)", 2), median => Assert.InRange(median, 0, 10));
    }

    [Fact]
    public async Task Promtool_finds_fault_with_nothing_but_Tritons_names()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(10)) });
        await server.StreamIs("gate", "ended");
        using var promtool = PeerProcess.Start("promtool", "prometheus", "check", "metrics");
        var faults = new List<string>();
        promtool.ErrorDataReceived += (_, line) => faults.Add(line.Data ?? "");
        await promtool.StandardInput.WriteAsync(await server.Metrics.GetStringAsync("/metrics", Cancel));
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync(Cancel);
        // 3: it could read all of it, and has an opinion.
        Assert.Equal(3, promtool.ExitCode);
        Assert.All(faults.Where(fault => fault.Length > 0), fault => Assert.StartsWith("nv_", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_format_is_the_one_that_is_asked_for()
    {
        await using var server = await ServerFixture.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" } } };
        using var answer = await server.Metrics.SendAsync(request, Cancel);
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith("\n# EOF\n", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_has_every_inferred_frame_in_each_stage_and_takes_its_series_along_when_it_goes()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(20)), realtime = false });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "gate");
        await server.StreamIs("gate", "ended");
        var before = await server.Metrics.GetStringAsync("/metrics", Cancel);
        foreach (var stage in (string[])["decode", "queue", "preprocess", "infer", "postprocess", "publish"])
            Assert.Contains($"\nstream_frame_stage_seconds_count{{model=\"tiny\",stage=\"{stage}\"}} 20\n", before, StringComparison.Ordinal);
        Assert.Contains("\nstream_frame_latency_seconds_bucket{model=\"tiny\",le=\"+Inf\"} 20\n", before, StringComparison.Ordinal);
        Assert.Contains("\nstream_batch_size_sum{model=\"tiny\",version=\"1\"} 20\n", before, StringComparison.Ordinal);
        Assert.Matches(new Regex("^stream_result_age_seconds\\{stream=\"gate\"\\} [0-9.]+$", RegexOptions.Multiline), before);

        using var removed = await server.Http.DeleteAsync("/v1/streams/gate", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.DoesNotContain("\"gate\"", await server.Metrics.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribers_are_counted_by_how_they_come()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });
        using (var socket = await ServeSubscriber.Connect(server.Http.BaseAddress!, "gate"))
        using (var events = await ServeEvents.Connect(server.Http.BaseAddress!, "gate"))
        {
            Assert.NotNull(await socket.Next());
            Assert.NotNull(await events.Next());
            await Shows(server, "stream_subscribers{stream=\"gate\",by=\"websocket\"} 1", "stream_subscribers{stream=\"gate\",by=\"events\"} 1");
        }

        await Shows(server, "stream_subscribers{stream=\"gate\",by=\"websocket\"} 0", "stream_subscribers{stream=\"gate\",by=\"events\"} 0");
    }

    [Fact]
    public async Task Requests_are_counted_by_method_route_and_status()
    {
        await using var server = await ServerFixture.Start();
        using var missing = await server.Http.GetAsync("/v1/streams/nobody", Cancel);
        await Shows(server, "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_route=\"/v1/streams/{id}\",http_response_status_code=\"404\"} 1");
    }

    private static Task Shows(ServerFixture server, params string[] samples)
    {
        var text = "";
        return Eventually.Be(async () =>
        {
            text = await server.Metrics.GetStringAsync("/metrics", Cancel);
            return samples.All(sample => text.Contains($"\n{sample}\n", StringComparison.Ordinal));
        }, string.Join(", ", samples), () => text);
    }

    /// <summary>The same metrics for a scraper that is not asked what it prefers.</summary>
    private static async Task<WebApplication> TextOnly(HttpClient server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var proxy = builder.Build();
        proxy.Urls.Add("http://127.0.0.1:0");
        proxy.MapGet("/metrics", async () => Results.Text(await server.GetStringAsync("/metrics"), "text/plain; version=0.0.4; charset=utf-8"));
        await proxy.StartAsync(Cancel);
        return proxy;
    }
}
