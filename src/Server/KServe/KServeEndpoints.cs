using System.Globalization;
using Server.Configuration;
using Server.Http;
using Server.Http.Query;
using Wire.KServe;

namespace Server.KServe;

/// <summary>/v2: the Open Inference Protocol over HTTP. Errors are its own {"error": …}, not problem details.</summary>
internal static class KServeEndpoints
{
    private const string Root = "/v2";

    /// <summary>What nothing answered below /v2, too.</summary>
    public static void UseKServeErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: >= 400 and < 600 and var status, ContentType: null, ContentLength: null } && context.Request.Path.StartsWithSegments(Root))
            await KServeAnswers.Error(status, StandardAnswers.Explain(context) ?? $"the request was refused with {status}").ExecuteAsync(context);
    });

    public static void MapKServe(this IEndpointRouteBuilder routes)
    {
        // Its description is the protocol's own, published by KServe.
        var v2 = routes.MapGroup(Root).AddEndpointFilter(AnswerFaults).ExcludeFromDescription().TakesAnyQuery();
        v2.MapGet("/", () => KServeAnswers.Message(OpenInference.ServerMetadata(new())));
        v2.MapGet("/health/live", () => KServeAnswers.Message(OpenInference.ServerLive(new())));
        v2.MapGet("/health/ready", ServerReady);
        v2.MapGet("/models/stats", (OpenInference api) => KServeAnswers.Message(api.ModelStatistics(new())));
        v2.MapPost("/repository/index", Index);
        MapModel(v2.MapGroup("/models/{name}"));
        MapModel(v2.MapGroup("/models/{name}/versions/{version}"));
    }

    private static void MapModel(RouteGroupBuilder model)
    {
        model.MapGet("/", (string name, string? version, OpenInference api) =>
            KServeAnswers.Message(api.ModelMetadata(new() { Name = name, Version = version ?? "" })));
        model.MapGet("/config", (string name, string? version, OpenInference api) =>
            KServeAnswers.Message(api.ModelConfig(new() { Name = name, Version = version ?? "" }).Config));
        model.MapGet("/stats", (string name, string? version, OpenInference api) =>
            KServeAnswers.Message(api.ModelStatistics(new() { Name = name, Version = version ?? "" })));
        model.MapGet("/ready", ModelReady);
        model.MapPost("/infer", Infer);
    }

    private static async Task<IResult> ServerReady(OpenInference api, CancellationToken cancel)
    {
        var answer = await api.ServerReadyAsync(cancel);
        return KServeAnswers.Message(answer, StatusOf(answer.Ready));
    }

    private static IResult ModelReady(string name, string? version, OpenInference api)
    {
        var ready = api.ModelReady(new() { Name = name, Version = version ?? "" }).Ready;
        return Results.Json(new { name, ready }, statusCode: StatusOf(ready));
    }

    /// <summary>The body may hold {"ready": true}, and may be empty.</summary>
    private static async Task<IResult> Index(HttpRequest request, OpenInference api, ServerOptions server)
    {
        using var body = await ReadBodyAsync(request, server.MaxBodyBytes);
        var requested = new RepositoryIndexRequest();
        if (!body.Memory.IsEmpty)
            requested.Ready = RepositoryIndexJson.IsReadyRequested(body.Memory.Span);
        return KServeAnswers.List(api.RepositoryIndex(requested), RepositoryIndexResponse.ModelsFieldNumber);
    }

    private static async Task<IResult> Infer(string name, string? version, HttpContext context, OpenInference api, ServerOptions server)
    {
        using var model = api.Open(name, version ?? "");
        using var lease = api.Enter();
        using var body = await ReadBodyAsync(context.Request, server.MaxBodyBytes);
        var request = InferRequestJson.Parse(body.Memory, HeaderLength(context.Request, body.Memory.Length), api.MaxValues(model));
        var response = await api.InferAsync(model, request, context.RequestAborted);
        await InferResponseJson.WriteAsync(context.Response, response, InferResponseJson.IsBinaryRequested(request), context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<PooledBody> ReadBodyAsync(HttpRequest request, long most)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding)
            throw KServeException.Invalid($"Content-Encoding: '{encoding}' is not supported; send the body as it is");
        return await PooledBody.ReadAsync(request, most)
            ?? throw new KServeException(KServeFault.TooLarge, $"body: may have {most} bytes (Server:MaxBodyBytes)");
    }

    /// <summary>Without the header all of the body is JSON.</summary>
    private static int HeaderLength(HttpRequest request, int bodyLength)
    {
        if (request.Headers[InferResponseJson.HeaderLength].FirstOrDefault() is not { } text)
            return bodyLength;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bodyLength
            ? length
            : throw KServeException.Invalid($"{InferResponseJson.HeaderLength}: is '{text}'; the body has {bodyLength} bytes");
    }

    private static int StatusOf(bool ready) => ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static async ValueTask<object?> AnswerFaults(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            // Its operations have no parameters; a refusal has its own form here.
            return context.HttpContext.Request.Query.Keys.FirstOrDefault() is { } unknown
                ? throw KServeException.Invalid($"{unknown}: is no parameter here; there are none")
                : await next(context);
        }
        catch (KServeException e)
        {
            return KServeAnswers.Fault(context.HttpContext.Response, e);
        }
        catch (BadHttpRequestException e)
        {
            return KServeAnswers.Error(e.StatusCode, $"body: {e.Message}");
        }
    }
}
