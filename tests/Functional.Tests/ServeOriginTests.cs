using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace Functional.Tests;

/// <summary>Which web pages may use the server. What browsers make of it is in <see cref="ServeBrowserTests"/>.</summary>
public sealed class ServeOriginTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HttpRequestMessage Request(string path, string header, string value, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    [Theory]
    [InlineData("/v1/streams"), InlineData("/v1/streams/gate/results"), InlineData("/v1/streams/gate/snapshot.jpg"), InlineData("/v1/streams/gate/preview.mjpeg")]
    [InlineData("/v1/models"), InlineData("/openapi/v1.json"), InlineData("/swagger/index.html"), InlineData("/healthz"), InlineData("/nowhere")]
    public async Task A_page_of_another_origin_or_name_gets_nothing(string path)
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Http.SendAsync(Request(path, "Origin", "http://evil.example"), Cancel).IsProblem(HttpStatusCode.Forbidden, "Origin");
        await server.Http.SendAsync(Request(path, "Origin", "null"), Cancel).IsProblem(HttpStatusCode.Forbidden, "Origin");
        await server.Http.SendAsync(Request(path, "Host", "evil.example"), Cancel).IsProblem(HttpStatusCode.MisdirectedRequest, "Host");
    }

    [Fact]
    public async Task Nothing_is_done_for_a_page_of_another_origin()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Http.SendAsync(Request($"/v1/streams/{id}", "Origin", "http://evil.example", HttpMethod.Delete), Cancel).IsProblem(HttpStatusCode.Forbidden, "Origin");
        await server.StreamIs(id, "live");
    }

    [Fact]
    public async Task A_WebSocket_of_another_origin_is_refused_and_one_of_the_server_itself_is_not()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => Connect("http://evil.example"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        using var own = await Connect(server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.Equal(WebSocketState.Open, own.State);

        async Task<ClientWebSocket> Connect(string origin)
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", origin);
            await socket.ConnectAsync(new UriBuilder(server.Http.BaseAddress!) { Scheme = "ws", Path = $"/v1/streams/{id}/results" }.Uri, Cancel);
            return socket;
        }
    }

    [Fact]
    public async Task A_page_that_is_listed_may_read_and_write_by_CORS()
    {
        await using var server = await ServerFixture.Start(("Server:AllowedOrigins:0", "https://panel.example"));
        using var answer = await server.Http.SendAsync(Request("/v1/streams", "Origin", "https://panel.example"), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["https://panel.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", answer.Headers.Vary);

        using var preflight = Request("/v1/streams", "Origin", "https://panel.example", HttpMethod.Options);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var allowed = await server.Http.SendAsync(preflight, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(["POST"], allowed.Headers.GetValues("Access-Control-Allow-Methods"));
        Assert.Equal(["content-type"], allowed.Headers.GetValues("Access-Control-Allow-Headers"));
        await server.Http.SendAsync(Request("/v1/streams", "Origin", "https://other.example"), Cancel).IsProblem(HttpStatusCode.Forbidden, "Origin");
    }

    [Fact]
    public async Task A_client_of_gRPC_may_name_the_server_as_it_likes_and_a_browser_cannot_pass_for_one()
    {
        await using var server = await ServerFixture.Start();
        using var call = Request("/grpc.health.v1.Health/Check", "Host", "gate.example", HttpMethod.Post);
        (call.RequestUri, call.Version, call.VersionPolicy) = (new Uri(server.Grpc, call.RequestUri!), HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        call.Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } };
        using var answer = await server.Http.SendAsync(call, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var page = Request("/v1/streams", "Host", "evil.example", HttpMethod.Post);
        page.Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } };
        await server.Http.SendAsync(page, Cancel).IsProblem(HttpStatusCode.MisdirectedRequest, "Host");
    }

    [Fact]
    public async Task Pictures_cannot_be_shown_in_pages_of_others_unless_some_are_listed()
    {
        await using var closed = await ServerFixture.Start();
        await using var open = await ServerFixture.Start(("Server:AllowedOrigins", "https://panel.example,null"));
        Assert.Equal("same-origin", await Policy(closed));
        Assert.Equal("cross-origin", await Policy(open));

        static async Task<string> Policy(ServerFixture server)
        {
            using var answer = await server.Http.GetAsync("/healthz", Cancel);
            return answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single();
        }
    }
}
