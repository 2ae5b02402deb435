using System.Net;
using System.Text.Json.Nodes;
using Functional.Tests.WebRtc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Functional.Tests;

/// <summary>Every path of the HTTP port and the metrics port answers alike what is wrong with a request, whoever mapped it.</summary>
public sealed class ServeDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Pages = ["/", "/test/results", "/test/webrtc", "/test/overlay.js", "/test/page.css"];

    [Fact]
    public async Task A_parameter_that_is_not_known_is_refused_by_name_at_every_door()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "test://people?count=1&size=160x120&fps=5" });
        var count = 0;
        foreach (var (method, path) in Doors(server).Where(door => !Pages.Contains(door.Path)))
        {
            using var answer = await server.Ask(method, path + "?qualty=1");
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            var isInference = path.StartsWith("/v2", StringComparison.Ordinal);
            Assert.True(answer.StatusCode == (isInference ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity), $"{method} {path}: {(int)answer.StatusCode} {text}");
            Assert.Contains("qualty: is no parameter here", JsonNode.Parse(text)!.Text(isInference ? "error" : "detail"), StringComparison.Ordinal);
            count++;
        }

        Assert.InRange(count, 30, 200);
        await server.Ask(HttpMethod.Get, "/v1/streams/door/snapshot.jpg?qualty=1").IsProblem(HttpStatusCode.UnprocessableEntity, "qualty");
        Assert.Contains("did you mean 'quality'?", await server.Ask(HttpMethod.Get, "/v1/streams/door/preview.mjpeg?qualty=1").IsProblem(HttpStatusCode.UnprocessableEntity, "qualty"), StringComparison.Ordinal);
        await server.Metrics.GetAsync("/metrics?name=x", Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "name");
    }

    [Fact]
    public async Task A_method_that_is_not_taken_is_answered_with_those_that_are()
    {
        await using var server = await ServerFixture.Start();
        foreach (var (_, path) in Doors(server).DistinctBy(door => door.Path))
        {
            using var answer = await server.Ask(HttpMethod.Trace, path);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed, $"{path}: {(int)answer.StatusCode} {text}");
            var allowed = answer.Content.Headers.Allow;
            Assert.Contains("OPTIONS", allowed);
            Assert.Equal(allowed.Contains("GET"), allowed.Contains("HEAD"));
            IsRefusal(path, text, answer);
            using var options = await server.Ask(HttpMethod.Options, path);
            Assert.True(options.StatusCode == HttpStatusCode.OK, $"OPTIONS {path}: {(int)options.StatusCode}");
            Assert.Equal(allowed.Order(), options.Content.Headers.Allow.Order());
        }
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_is_without_its_body()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "test://people?count=1&size=160x120&fps=5" });
        await server.StreamIs("door", "live");
        foreach (var (_, path) in Doors(server).Where(door => door.Method == HttpMethod.Get))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/event-stream, */*" } } };
            using var got = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            using var head = await server.Ask(HttpMethod.Head, path, ("Accept", "text/event-stream, */*"));
            Assert.True(got.StatusCode == head.StatusCode, $"{path}: GET {(int)got.StatusCode}, HEAD {(int)head.StatusCode}");
            Assert.Equal(got.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
        }

        using var metrics = new HttpRequestMessage(HttpMethod.Head, "/metrics");
        Assert.Equal(HttpStatusCode.OK, (await server.Metrics.SendAsync(metrics, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_slash_at_the_end_makes_no_difference()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "test://people?count=1&size=160x120&fps=5" });
        await server.StreamIs("door", "live");
        foreach (var (method, path) in Doors(server).Where(door => door.Path.Length > 1 && door.Method == HttpMethod.Get))
        {
            using var plain = await server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
            using var slashed = await server.Http.GetAsync(path + "/", HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.True(plain.StatusCode == slashed.StatusCode, $"{method} {path}: {(int)plain.StatusCode}, with a slash {(int)slashed.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.OK, (await server.Metrics.GetAsync("/metrics/", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_publisher_whose_address_ends_in_a_slash_finds_its_session()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Offer(server, "door/");
        Assert.Matches("^/whip/door/[^/]+$", publisher.Location.AbsolutePath);
        await server.Ask(HttpMethod.Get, publisher.Location.AbsolutePath).Is(HttpStatusCode.NoContent);
        await server.Ask(HttpMethod.Delete, publisher.Location.AbsolutePath + "/").Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/nowhere"), InlineData("/v1/nowhere"), InlineData("/v2/nowhere"), InlineData("/v2/repository/models/tiny/load"), InlineData("/v2/models/tiny/nothing"), InlineData("/whip")]
    public async Task Where_nothing_is_that_is_told_as_everything_else_whatever_the_client_accepts(string path)
    {
        await using var server = await ServerFixture.Start();
        foreach (var (method, accept) in ((HttpMethod, string)[])[(HttpMethod.Get, "text/html"), (HttpMethod.Post, "*/*"), (HttpMethod.Delete, "image/jpeg")])
        {
            using var answer = await server.Ask(method, path, ("Accept", accept));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            IsRefusal(path, await answer.Content.ReadAsStringAsync(Cancel), answer);
        }

        await server.Metrics.GetAsync(path, Cancel).IsProblem(HttpStatusCode.NotFound, null);
    }

    [Theory]
    [InlineData("POST", "/v2/models/none/infer", "{}"), InlineData("POST", "/v2/models/tiny/infer", "{"), InlineData("GET", "/v2/models/none", null), InlineData("GET", "/v2/models/tiny/versions/9/config", null)]
    [InlineData("POST", "/v2/repository/index", "7"), InlineData("PUT", "/v2/models/tiny", null), InlineData("GET", "/v2/models/tiny/infer", null), InlineData("POST", "/v2/health/live", null)]
    public async Task Every_refusal_below_v2_has_an_error(string method, string path, string? body)
    {
        await using var server = await ServerFixture.Start();
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new StringContent(body) };
        using var answer = await server.Http.SendAsync(request, Cancel);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        IsRefusal(path, await answer.Content.ReadAsStringAsync(Cancel), answer);
        using var rebound = await server.Ask(HttpMethod.Get, path, ("Host", "evil.example"));
        Assert.NotEmpty(JsonNode.Parse(await rebound.Content.ReadAsStringAsync(Cancel))!.Text("error"));
    }

    private static void IsRefusal(string path, string text, HttpResponseMessage answer)
    {
        var isInference = path.StartsWith("/v2", StringComparison.Ordinal);
        Assert.Equal(isInference ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(JsonNode.Parse(text)!.Text(isInference ? "error" : "detail"));
    }

    /// <summary>Every method and path that is mapped, gRPC's aside.</summary>
    private static List<(HttpMethod Method, string Path)> Doors(ServerFixture server) =>
    [
        .. from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = Filled(endpoint.RoutePattern.RawText!)
           where !path.Contains('{', StringComparison.Ordinal) && !endpoint.Metadata.OfType<object>().Any(about => about.GetType().Name == "GrpcMethodMetadata")
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           where method is not ("HEAD" or "OPTIONS")
           select (HttpMethod.Parse(method), path),
    ];

    private static string Filled(string pattern)
    {
        var path = "/" + pattern.Trim('/');
        foreach (var (name, value) in ((string, string)[])[("id", "door"), ("name", "tiny"), ("version", "1"), ("session", "none"), ("secret", "none"), ("documentName", "v1")])
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return path;
    }
}
