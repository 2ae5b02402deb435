using Microsoft.AspNetCore.Http.HttpResults;
using Streaming.Models;

namespace Server.Http;

/// <summary>RFC 9457 problem details, with one member of our own: "field", the part of the request that is at fault.</summary>
internal static class Problems
{
    /// <summary>A request that breaks HTTP itself, such as a body past the limit, or is cut off, by its client or at the end of a drain, is no line of the error log.</summary>
    public static ExceptionHandlerOptions Handling { get; } = new()
    {
        StatusCodeSelector = fault => fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            OperationCanceledException => StatusCodes.Status499ClientClosedRequest,
            _ => StatusCodes.Status500InternalServerError,
        },
        SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException or OperationCanceledException,
    };

    public static void Describe(ProblemDetailsContext context)
    {
        if (context.Exception is not BadHttpRequestException bad)
            return;
        context.ProblemDetails.Detail = $"body: {bad.Message}";
        context.ProblemDetails.Extensions["field"] = "body";
    }

    public static ProblemHttpResult Busy(HttpContext context, int retryAfterSeconds, string detail) =>
        Later(context, StatusCodes.Status503ServiceUnavailable, retryAfterSeconds, detail);

    /// <summary>There is no room for what was asked while the others are there.</summary>
    public static ProblemHttpResult AtCapacity(HttpContext context, int retryAfterSeconds, string detail) =>
        Later(context, StatusCodes.Status429TooManyRequests, retryAfterSeconds, detail);

    public static ProblemHttpResult Field(int status, string field, string detail) =>
        TypedResults.Problem(detail: $"{field}: {detail}", statusCode: status, extensions: new Dictionary<string, object?> { ["field"] = field });

    public static ProblemHttpResult BadField(string field, string detail) => Field(StatusCodes.Status422UnprocessableEntity, field, detail);

    public static ProblemHttpResult UnknownStream(string id) => Field(StatusCodes.Status404NotFound, "id", $"no stream is called '{id}'");

    /// <param name="field">Where the request names it.</param>
    public static ProblemHttpResult UnknownModel(ModelRegistry models, string? model, string field = "model") => Field(StatusCodes.Status404NotFound, field, models.Missing(model));

    private static ProblemHttpResult Later(HttpContext context, int status, int retryAfterSeconds, string detail)
    {
        context.Response.Headers.RetryAfter = $"{retryAfterSeconds}";
        return TypedResults.Problem(detail, statusCode: status);
    }
}
