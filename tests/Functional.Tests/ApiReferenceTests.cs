using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Functional.Tests;

/// <summary>docs/api.md is the API's own description and the comments of its messages, to read where no server runs.</summary>
public sealed partial class ApiReferenceTests
{
    private const string Page = "docs/api.md";

    [Fact]
    public async Task The_API_reference_is_up_to_date()
    {
        await using var server = await ServerFixture.Start();
        var api = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
        var others = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Routes).Where(route => !IsDescribed(api, route)).Distinct().Order(StringComparer.Ordinal);
        Approved.Matches(Page, Markdown(api, others));
    }

    /// <summary>Those of requests by hand: gRPC's are in its own chapter.</summary>
    private static IEnumerable<string> Routes(RouteEndpoint endpoint) =>
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !path.Contains('.', StringComparison.Ordinal) && !path.StartsWith("/{unimplemented", StringComparison.Ordinal) && method != HttpMethods.Options
        select $"{method} {path}";

    private static bool IsDescribed(JsonNode api, string route) => route.Split(' ') is [var method, var path] && api["paths"]![path]?[method.ToLowerInvariant()] is not null;

    private static string Markdown(JsonNode api, IEnumerable<string> others)
    {
        var text = new StringBuilder($"""
            # API

            {api.Text("info", "description").Trim()} To try requests out, a running server has `/swagger`; the same as OpenAPI 3.1 is at
            `/openapi/v1.json`. Options of streams are in [stream-options.md](stream-options.md).

            This page is made of the server's own description; a test holds it.

            """);
        foreach (var tag in api["tags"]!.AsArray().OfType<JsonNode>())
        {
            text.Append($"\n## {tag.Text("name")}\n\n{tag.Text("description")}\n");
            foreach (var (path, operations) in api["paths"]!.AsObject())
            {
                foreach (var (method, operation) in operations!.AsObject().Where(one => one.Value!["tags"]?[0]?.GetValue<string>() == tag.Text("name")))
                    text.Append(Operation(method, path, operation!));
            }
        }

        text.Append("\n## Messages\n\nWhat bodies are made of. Members may be added; none changes its meaning.\n");
        foreach (var (name, schema) in api["components"]!["schemas"]!.AsObject().OrderBy(one => one.Key, StringComparer.Ordinal))
            text.Append(Schema(name, schema!));
        text.Append("\n## Others\n\nThe Open Inference Protocol is described by KServe and Triton; the rest is for people.\n\n");
        foreach (var route in others)
            text.Append($"- `{route}`\n");
        return text.Append(Grpc()).ToString();
    }

    private static string Operation(string method, string path, JsonNode operation)
    {
        var text = new StringBuilder($"\n### {method.ToUpperInvariant()} {path}\n\n{operation["summary"]?.GetValue<string>()} {operation["description"]?.GetValue<string>()}".TrimEnd() + "\n");
        if (operation["parameters"]?.AsArray() is { Count: > 0 } parameters)
        {
            text.Append("\n| parameter | in | type | what |\n|---|---|---|---|\n");
            foreach (var parameter in parameters.OfType<JsonNode>())
                text.Append($"| `{parameter.Text("name")}` | {parameter.Text("in")} | {Type(parameter["schema"])} | {Cell(parameter["description"])} |\n");
        }

        if (operation["requestBody"]?["content"]?.AsObject() is { } body)
            text.Append($"\nBody: {string.Join(", ", body.Select(content => $"`{content.Key}`{(Type(content.Value?["schema"]) is { Length: > 0 } type ? $" {type}" : "")}"))}\n");
        text.Append("\n| answer | what |\n|---|---|\n");
        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            if (status[0] < '4')
                text.Append($"| {status} | {Cell(answer!["description"])}{Content(answer["content"])} |\n");
        }

        var problems = operation["responses"]!.AsObject().Select(answer => answer.Key).Where(status => status[0] >= '4').ToList();
        if (problems.Count > 0)
            text.Append($"| {string.Join(", ", problems)} | `application/problem+json` [ProblemDetails](#problemdetails) |\n");
        return text.ToString();
    }

    private static string Content(JsonNode? content) =>
        content is null ? "" : ": " + string.Join(", ", content.AsObject().Select(one => $"`{one.Key}`{(Type(one.Value?["schema"]) is { Length: > 0 } type ? $" {type}" : "")}"));

    private static string Schema(string name, JsonNode schema)
    {
        var text = new StringBuilder($"\n### {name}\n\n");
        if (schema["enum"] is { } words)
            return text.Append($"One of {string.Join(", ", words.AsArray().Select(word => $"`{word}`"))}.\n").ToString();
        text.Append("| member | type | what |\n|---|---|---|\n");
        foreach (var (member, of) in schema["properties"]?.AsObject() ?? [])
            text.Append($"| `{member}` | {Type(of)} | {Cell(of!["description"])} |\n");
        return text.ToString();
    }

    private static string Type(JsonNode? schema)
    {
        if (schema is null)
            return "";
        if (schema["$ref"]?.GetValue<string>() is { } reference && reference[(reference.LastIndexOf('/') + 1)..] is var name)
            return $"[{name}](#{name.ToLowerInvariant()})";
        if ((schema["oneOf"] ?? schema["anyOf"])?.AsArray() is { } choices)
            return string.Join(" or ", choices.Select(Type));
        var types = schema["type"] is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [schema["type"]?.GetValue<string>() ?? ""];
        var type = string.Join(" or ", types);
        if (schema["items"] is { } items)
            type = $"{type} of {Type(items)}";
        if (schema["enum"] is { } words)
            type = string.Join(", ", words.AsArray().Select(word => $"`{word}`"));
        if (schema["minimum"] is { } least && schema["maximum"] is { } most)
            type += $" {least}..{most}";
        return schema["default"] is { } value ? $"{type}, default `{value}`" : type;
    }

    private static string Cell(JsonNode? text) => (text?.GetValue<string>() ?? "").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Services of the .proto files, each method with the comment above it.</summary>
    private static string Grpc()
    {
        var text = new StringBuilder("\n## gRPC\n\nOn port 8001, and as gRPC-Web on port 8000. The messages, with comments, are in `proto/`; reflection lists them.\n");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "proto"), "*.proto", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var source = File.ReadAllText(file);
            foreach (Match service in Services().Matches(source))
            {
                text.Append($"\n### {Regex.Match(source, @"^package (\S+);", RegexOptions.Multiline).Groups[1].Value}.{service.Groups["name"].Value}\n\n| method | takes | gives | what |\n|---|---|---|---|\n");
                foreach (Match method in Methods().Matches(service.Groups["body"].Value))
                    text.Append($"| `{method.Groups["name"].Value}` | {method.Groups["takes"].Value} | {method.Groups["gives"].Value} | {Cell(string.Join(' ', method.Groups["comments"].Value.Split('\n').Select(line => line.Trim().TrimStart('/').Trim())).Trim())} |\n");
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^service (?<name>\w+)\s*\{(?<body>.*?)^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Services();

    [GeneratedRegex(@"(?<comments>(?:^ *//.*\n)*)^ *rpc (?<name>\w+)\s*\((?<takes>[^)]*)\)\s*returns\s*\((?<gives>[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex Methods();
}
