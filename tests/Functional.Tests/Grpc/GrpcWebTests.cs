using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>What a page in a browser calls: gRPC-Web on the HTTP port, where only pages that the server admits may.</summary>
public sealed class GrpcWebTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(GrpcWebMode.GrpcWeb), InlineData(GrpcWebMode.GrpcWebText)]
    public async Task A_page_makes_calls_and_subscribes(GrpcWebMode mode)
    {
        await using var server = await ServerFixture.Start();
        using var channel = Page(server, mode);
        var created = await channel.Admin().CreateStreamAsync(new() { Options = new() { Url = "test://people?count=1&size=64x64" } }, cancellationToken: Cancel);
        using var call = channel.Streams().Subscribe(new() { StreamId = created.Id }, cancellationToken: Cancel);
        for (var i = 0; i < 3; i++)
            Assert.Equal(created.Id, (await call.ResponseStream.Next(Cancel))!.StreamId);
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.Admin().GetStreamAsync(new() { Id = "nobody" }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "id: no stream is called 'nobody'"), (fault.StatusCode, fault.Status.Detail));
    }

    [Fact]
    public async Task Pages_of_others_are_refused_unless_they_are_listed()
    {
        await using var server = await ServerFixture.Start(("Server:AllowedOrigins", "https://panel.example"));
        await Post(server, "https://evil.example").IsProblem(HttpStatusCode.Forbidden, "Origin");
        using var answer = await Post(server, "https://panel.example");
        Assert.Equal("5", answer.Headers.GetValues("grpc-status").Single());
        Assert.Equal("https://panel.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Grpc-Status", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_gRPC_needs_the_other_port()
    {
        await using var server = await ServerFixture.Start();
        using var answer = await Post(server, null, "application/grpc");
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    private static GrpcChannel Page(ServerFixture server, GrpcWebMode mode) =>
        GrpcChannel.ForAddress(server.Http.BaseAddress!, new() { HttpHandler = new GrpcWebHandler(mode, new SocketsHttpHandler { UseProxy = false }), DisposeHttpClient = true, HttpVersion = HttpVersion.Version11 });

    private static async Task<HttpResponseMessage> Post(ServerFixture server, string? origin, string type = "application/grpc-web")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/stream.v1.StreamAdmin/GetStream") { Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new(type) } } };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await server.Http.SendAsync(request, Cancel);
    }
}
