using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Streaming.Streams;
using Telemetry;

namespace Server.OpenApi;

/// <summary>The API's description by OpenAPI 3.1 at /openapi/v1.json, and a page to try it at /swagger.</summary>
internal static class ApiDescription
{
    private const string About = """
        Live video in, detections and poses out. Errors are RFC 9457 problem details whose `field` names what is at fault.
        A frame's identity is the same everywhere: stream, session, sequence.
        The Open Inference Protocol, described by KServe, is at `/v2`; gRPC has a port of its own.
        """;

    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["id"] = "The stream's id.", ["name"] = "The model's name.", ["session"] = "The session's id.", ["secret"] = "What the session's Location ends with.",
    };

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", api => api
        .AddDocumentTransformer(DescribeAll)
        .AddOperationTransformer(DescribePath)
        .AddSchemaTransformer(DescribeSchema));

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi();
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Stream API";
            page.SwaggerEndpoint("/openapi/v1.json", "Stream v1");
        });
    }

    private static Task DescribeAll(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo { Title = "Stream", Version = ProductVersion.Text, Description = About };
        // As the client came here; the address that the server listens on may be another.
        document.Servers = [];
        document.Tags = new HashSet<OpenApiTag>(ApiTags.Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        FrameResultSchema.AddTo(document);
        return Task.CompletedTask;
    }

    private static Task DescribePath(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Description ??= PathParameters.GetValueOrDefault(parameter.Name ?? "");
        return Task.CompletedTask;
    }

    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (context.JsonPropertyInfo is { } property)
            OptionSchema.Describe(schema, property);
        else if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
            (schema.Properties ??= new Dictionary<string, IOpenApiSchema>())["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The member, parameter or header at fault, where there is one." };
        else if (context.JsonTypeInfo.Type == typeof(StreamOptions))
            schema.Examples = [JsonNode.Parse("""{"id":"door","url":"test://people?count=4&seed=1"}""")!];
        else if (context.JsonTypeInfo.Type == typeof(StreamPatch))
            schema.Examples = [JsonNode.Parse("""{"conf":0.5,"targetFps":10}""")!];
        return Task.CompletedTask;
    }
}
