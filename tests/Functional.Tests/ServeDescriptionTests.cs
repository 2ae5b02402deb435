using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Functional.Tests;

/// <summary>The API's own description, and the page that shows it.</summary>
public sealed class ServeDescriptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> Describe(ServerFixture server) => JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json", Cancel))!;

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!);

    [Fact]
    public async Task Every_route_is_described()
    {
        await using var server = await ServerFixture.Start();
        var document = await Describe(server);
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        var mapped =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            where path.StartsWith("/v1/", StringComparison.Ordinal) || path is "/healthz" or "/readyz"
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select $"{method.ToLowerInvariant()} {path}";
        var described = Operations(document).Select(one => $"{one.Method} {one.Path}").ToHashSet();
        Assert.NotEmpty(described);
        Assert.Subset(described, mapped.ToHashSet());
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_what_it_takes_and_what_it_answers()
    {
        await using var server = await ServerFixture.Start();
        var document = await Describe(server);
        var tags = document["tags"]!.AsArray().Select(tag => tag!.Text("name")).ToHashSet();
        foreach (var (path, method, operation) in Operations(document).Where(one => one.Path.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            var name = $"{method} {path}";
            Assert.True(operation["summary"]?.GetValue<string>().Length > 0, name);
            Assert.True(operation["operationId"] is not null, name);
            Assert.Contains(operation["tags"]![0]!.GetValue<string>(), tags);
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.True(parameter!["description"] is not null && parameter["schema"] is not null, $"{name} {parameter}"));
            Assert.True(method is not ("post" or "patch") || operation["requestBody"]!["content"]!.AsObject().Count > 0, name);
            Assert.Contains(operation["responses"]!.AsObject(), answer => answer.Key.StartsWith('2'));
            Assert.All(operation["responses"]!.AsObject().Where(answer => answer.Key[0] >= '4'),
                answer => Assert.Equal("#/components/schemas/ProblemDetails", answer.Value!["content"]!["application/problem+json"]!["schema"]!.Text("$ref")));
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        await using var server = await ServerFixture.Start();
        var document = await Describe(server);
        var schemas = document["components"]!["schemas"]!.AsObject();
        var references = References(document).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(schemas.ContainsKey(reference["#/components/schemas/".Length..]), reference));
    }

    [Fact]
    public async Task Bounds_and_defaults_of_a_stream_are_those_that_it_has()
    {
        await using var server = await ServerFixture.Start();
        var document = await Describe(server);
        JsonNode Member(string schema, string name) => document["components"]!["schemas"]![schema]!["properties"]![name]!;
        var conf = Member("StreamOptions", "conf");
        Assert.Equal((0.25, 0.0, 1.0, "number"), (conf["default"]!.GetValue<double>(), conf["minimum"]!.GetValue<double>(), conf["maximum"]!.GetValue<double>(), conf.Text("type")));
        Assert.Equal((0.0, 1.0), (Member("StreamPatch", "conf")["minimum"]!.GetValue<double>(), Member("StreamPatch", "conf")["maximum"]!.GetValue<double>()));
        Assert.Equal(300, Member("StreamOptions", "maxDet")["default"]!.GetValue<int>());
        Assert.Equal("[\"url\"]", document["components"]!["schemas"]!["StreamOptions"]!["required"]!.ToJsonString());
        foreach (var schema in new[] { "StreamOptions", "StreamPatch", "ModelResource" })
            Assert.All(document["components"]!["schemas"]![schema]!["properties"]!.AsObject(), member => Assert.True(member.Value!["description"] is not null || member.Value["$ref"] is not null, $"{schema}.{member.Key}"));
    }

    [Fact]
    public async Task A_result_is_described_as_it_comes()
    {
        await using var server = await ServerFixture.Start();
        var document = await Describe(server);
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "proto", "stream", "v1", "frame_result.json"), Cancel))!;
        var schema = document["components"]!["schemas"]!["FrameResult"]!;
        Assert.Equal(golden.AsObject().Select(member => member.Key), schema["properties"]!.AsObject().Select(member => member.Key));
        Assert.Equal(golden.ToJsonString(), schema["examples"]![0]!.ToJsonString());
        Assert.Equal(golden["objects"]![0]!.AsObject().Select(member => member.Key),
            document["components"]!["schemas"]!["DetectedObject"]!["properties"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task The_page_to_try_it_and_all_that_it_loads_is_there()
    {
        await using var server = await ServerFixture.Start();
        var page = await server.Http.GetStringAsync("/swagger/index.html", Cancel);
        var parts = System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"(?<path>[^\"]+)\"").Select(match => match.Groups["path"].Value).ToList();
        Assert.NotEmpty(parts);
        foreach (var part in parts)
        {
            using var answer = await server.Http.GetAsync(new Uri(new Uri(server.Http.BaseAddress!, "/swagger/"), part), Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, part);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
