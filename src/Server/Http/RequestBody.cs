using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Streaming;
using Streaming.Streams;

namespace Server.Http;

/// <summary>Reads JSON bodies strictly: an unknown member or a wrong type is answered with the member's name.</summary>
internal static class RequestBody
{
    // The longest sound body, 1000 classes in it, is a tenth of this.
    private const long MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Strict = ApiJson.Configure(new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });

    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.Field(StatusCodes.Status415UnsupportedMediaType, "Content-Type", "expected application/json"));
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Strict, request.HttpContext.RequestAborted);
            return value is null ? (null, Problems.Field(StatusCodes.Status400BadRequest, "body", "expected a JSON object")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Malformed(e, typeof(T)));
        }
    }

    /// <summary>The first option whose value is out of bounds, all of them under "errors"; null when all is well.</summary>
    public static IResult? Check(StreamOptions options)
    {
        var errors = StreamOption.FaultsOf(options, OptionScope.AnyStream).ToDictionary(fault => fault.Option.Name, fault => fault.Problem);
        if (errors.Count == 0)
            return null;
        var (field, message) = errors.First();
        return TypedResults.Problem(
            detail: $"{field}: {message}", statusCode: StatusCodes.Status422UnprocessableEntity,
            extensions: new Dictionary<string, object?> { ["field"] = field, ["errors"] = errors });
    }

    private static ProblemHttpResult Malformed(JsonException e, Type type)
    {
        // The path is "$.conf" or "$"; unknown members are named in the message alone.
        var field = e.Path is { Length: > 2 } path ? path[2..] : "body";
        var detail = e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"unknown member{NearWord.Hint(field, Strict.GetTypeInfo(type).Properties.Select(member => member.Name))}"
            : field == "body" ? "not valid JSON" : "wrong type of value";
        return Problems.Field(StatusCodes.Status400BadRequest, field, detail);
    }
}
