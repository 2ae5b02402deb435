using System.Net;
using Functional.Tests.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests;

/// <summary>Streams that the engine has no room for.</summary>
public sealed class ServeAdmissionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_that_the_engine_is_too_slow_for_is_asked_to_come_back_and_one_that_asks_for_little_is_let_in()
    {
        await using var server = await ServerFixture.StartSlow(TimeSpan.FromMilliseconds(5), ("Ingest:MinStreamFps", "1000"));
        var url = server.Put(ServeMedia.Clip(25));
        // Before anything ran nobody knows how fast the engine is.
        var first = await server.Create(new { url, loop = true, realtime = false });
        await Eventually.Be(async () => (await server.Stream(first)).Number("frames", "inferred") > 20, "the engine's speed is known");

        var why = await server.Post(new { url }).IsBusy(HttpStatusCode.TooManyRequests);
        Assert.Contains("Ingest:MinStreamFps=1000", why, StringComparison.Ordinal);
        Assert.Matches(@"the engine gives \d+ frames/s", why);
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{first}", TestContext.Current.CancellationToken);
        await server.Create(new { url, targetFps = 0.1 });
    }

    [Fact]
    public async Task By_gRPC_it_is_exhausted_and_the_trailers_say_when_to_come_back()
    {
        await using var server = await ServerFixture.Start(("Ingest:MaxStreams", "1"));
        await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var channel = GrpcClients.Connect(server.Grpc);
        var created = await Assert.ThrowsAsync<RpcException>(() => channel.Admin().CreateStreamAsync(
            new() { Options = new() { Url = "test://people?size=64x64" } }, cancellationToken: Cancel).ResponseAsync);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.H264));
        foreach (var fault in new[] { created, await client.Fails() })
        {
            Assert.Equal((StatusCode.ResourceExhausted, "5", "5000"), (fault.StatusCode, fault.Trailers.GetValue("retry-after"), fault.Trailers.GetValue("grpc-retry-pushback-ms")));
            Assert.Contains("Ingest:MaxStreams", fault.Status.Detail, StringComparison.Ordinal);
        }
    }
}
