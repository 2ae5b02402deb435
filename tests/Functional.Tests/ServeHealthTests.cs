using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Streams;
using Xunit;

namespace Functional.Tests;

[Trait("Ring", "quick")]
public sealed class ServeHealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_healthy_at_once_and_ready_when_its_model_is_warm()
    {
        // The model file is a pipe, so that loading waits until it is written.
        using var folder = new TemporaryFolder();
        using (var mkfifo = Process.Start("mkfifo", folder.File("slow.onnx")))
            await mkfifo.WaitForExitAsync(Cancel);
        await using var server = await ServerFixture.StartCold(("Server:ModelsDirectory", folder.Path), ("Server:DefaultModel", "slow"));
        Assert.Equal("ok\n", await server.Http.GetStringAsync("/healthz", Cancel));
        await server.Http.GetAsync("/readyz", Cancel).IsProblem(HttpStatusCode.ServiceUnavailable, null);

        // It opens once the pipe is read. By then a file takes its place: it is read again, for its hash.
        await using (var pipe = new FileStream(folder.File("slow.onnx"), FileMode.Open, FileAccess.Write))
        {
            TinyOnnx.Detect().Save(folder.File("file.onnx"));
            File.Move(folder.File("file.onnx"), folder.File("slow.onnx"), overwrite: true);
            await pipe.WriteAsync(TinyOnnx.Detect().Build(), Cancel);
        }

        await Eventually.Be(async () =>
        {
            using var answer = await server.Http.GetAsync("/readyz", Cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }, "the server is ready");
    }

    [Fact]
    public async Task A_server_that_drains_is_healthy_and_not_ready_and_takes_nothing_new()
    {
        await using var server = await ServerFixture.Start();
        using var ready = await server.Http.GetAsync("/readyz", Cancel);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        await server.Services.GetRequiredService<StreamRegistry>().DrainAsync();
        await server.Http.GetAsync("/readyz", Cancel).IsProblem(HttpStatusCode.ServiceUnavailable, null);
        Assert.Equal("ok\n", await server.Http.GetStringAsync("/healthz", Cancel));
        await server.Post(new { url = server.Put(ServeMedia.Clip(10)) }).IsBusy();
    }

    [Fact]
    public async Task Metrics_have_a_door_of_their_own_and_nothing_else_is_behind_it()
    {
        await using var server = await ServerFixture.Start();
        using var metrics = await server.Metrics.GetAsync("/metrics", Cancel);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE stream_frames_received_total counter", await metrics.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await server.Http.GetAsync("/metrics", Cancel).IsProblem(HttpStatusCode.NotFound, null);
        foreach (var path in (string[])["/v1/streams", "/healthz", "/"])
        {
            using var answer = await server.Metrics.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}
