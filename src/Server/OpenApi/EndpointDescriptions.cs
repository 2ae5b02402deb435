using Microsoft.OpenApi;
using Server.Http;
using Server.Http.Query;

namespace Server.OpenApi;

/// <summary>What an endpoint's description says beyond what its handler's types tell.</summary>
internal static class EndpointDescriptions
{
    private static OpenApiSchema Binary => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema Plain => new() { Type = JsonSchemaType.String };

    /// <summary>All that it takes: others are refused.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params IEnumerable<IQueryParameter> parameters) =>
        endpoint.WithMetadata(new KnownParameters([.. parameters])).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var parameter in parameters)
                operation.Parameters.Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Description, Schema = parameter.Schema });
            return Task.CompletedTask;
        });

    /// <remarks>Accepts() would have routing refuse other content types without a word; here the endpoint itself does.</remarks>
    public static RouteHandlerBuilder WithJsonBody<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, stop) =>
        {
            context.Document!.AddComponent(typeof(T).Name, await context.GetOrCreateSchemaAsync(typeof(T), null, stop));
            operation.RequestBody = Body(["application/json"], new OpenApiSchemaReference(typeof(T).Name, context.Document));
        });

    public static RouteHandlerBuilder WithBinaryBody(this RouteHandlerBuilder endpoint, params string[] contentTypes) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = Body(contentTypes, Binary);
            return Task.CompletedTask;
        });

    public static RouteHandlerBuilder WithTextBody(this RouteHandlerBuilder endpoint, string contentType) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = Body([contentType], Plain);
            return Task.CompletedTask;
        });

    /// <summary>A FrameResult as the body, or as each event's data.</summary>
    public static RouteHandlerBuilder ProducesFrameResult(this RouteHandlerBuilder endpoint, string contentType, string description) =>
        endpoint.WithAnswer(StatusCodes.Status200OK, description, contentType, FrameResultSchema.Reference);

    public static RouteHandlerBuilder ProducesBytes(this RouteHandlerBuilder endpoint, string contentType, string description) =>
        endpoint.WithAnswer(StatusCodes.Status200OK, description, contentType, _ => Binary);

    public static RouteHandlerBuilder ProducesText(this RouteHandlerBuilder endpoint, int status, string contentType, string description) =>
        endpoint.WithAnswer(status, description, contentType, _ => Plain);

    /// <summary>Each problem that a client has to expect, besides 500.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.ProducesProblem(status);
        return endpoint;
    }

    private static OpenApiRequestBody Body(IEnumerable<string> contentTypes, IOpenApiSchema schema) =>
        new() { Required = true, Content = contentTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }) };

    private static RouteHandlerBuilder WithAnswer(
        this RouteHandlerBuilder endpoint, int status, string description, string contentType, Func<OpenApiDocument?, IOpenApiSchema> schema) =>
        endpoint.Produces(status).AddOpenApiOperationTransformer((operation, context, _) =>
        {
            (operation.Responses ??= [])[$"{status}"] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { [contentType] = new OpenApiMediaType { Schema = schema(context.Document) } },
            };
            return Task.CompletedTask;
        });
}
