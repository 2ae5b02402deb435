using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;

namespace Server.Http;

/// <summary>What every path answers alike, whoever mapped it: HEAD as GET without the body, OPTIONS with what it takes, and in words why there is nothing.</summary>
internal static class StandardAnswers
{
    private const string Head = "isHead";

    public static void UseStandardAnswers(this WebApplication app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        var isHead = HttpMethods.IsHead(request.Method);
        if (isHead)
            (request.Method, context.Items[Head]) = (HttpMethods.Get, true);
        try
        {
            await next(context);
        }
        finally
        {
            // Kestrel sends no body: it goes by what the client said.
            if (isHead)
                request.Method = HttpMethods.Head;
        }

        var response = context.Response;
        if (response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null } && context.GetEndpoint() is null && MethodsAt(context) is { Count: > 0 } methods)
            (response.StatusCode, response.Headers.Allow) = (StatusCodes.Status405MethodNotAllowed, string.Join(", ", methods));
        if (response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
            TellMethods(request, response);
    });

    /// <summary>Whether the client wants to know what it would get. For answers that have no end; others need not care.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Head);

    /// <summary>Problem details for what nothing answered.</summary>
    public static Task Complete(HttpContext context) => TypedResults.Problem(Explain(context), statusCode: context.Response.StatusCode).ExecuteAsync(context);

    public static string? Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"nothing is at {context.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} takes {context.Response.Headers.Allow}",
        _ => null,
    };

    /// <summary>What is mapped at a path that routing found nothing for: gRPC maps all paths of two segments for every method, and then takes none but its own.</summary>
    private static HashSet<string> MethodsAt(HttpContext context) =>
    [
        .. from endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
           where methods is not null && endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null
               && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(context.Request.Path, [])
           from method in methods
           select method,
    ];

    // RFC 9110, 10.2.1 and 9.3.7.
    private static void TellMethods(HttpRequest request, HttpResponse response)
    {
        var methods = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow).ToHashSet();
        if (methods.Contains(HttpMethods.Get))
            methods.Add(HttpMethods.Head);
        methods.Add(HttpMethods.Options);
        response.Headers.Allow = string.Join(", ", methods.Order(StringComparer.Ordinal));
        if (!HttpMethods.IsOptions(request.Method))
            return;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentLength = 0;
    }
}
