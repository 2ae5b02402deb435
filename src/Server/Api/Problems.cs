using Microsoft.AspNetCore.Http.HttpResults;

namespace Server.Api;

/// <summary>RFC 9457 problem details, with one member of our own: "field", the part of the request that is at fault.</summary>
internal static class Problems
{
    public static ProblemHttpResult Field(int status, string field, string detail) =>
        TypedResults.Problem(detail: $"{field}: {detail}", statusCode: status, extensions: new Dictionary<string, object?> { ["field"] = field });

    public static ProblemHttpResult BadField(string field, string detail) => Field(StatusCodes.Status422UnprocessableEntity, field, detail);

    public static ProblemHttpResult UnknownStream(string id) => Field(StatusCodes.Status404NotFound, "id", $"no stream is called '{id}'");

    public static ProblemHttpResult UnknownModel(string model) => Field(StatusCodes.Status404NotFound, "model", $"no model is called '{model}'");
}
