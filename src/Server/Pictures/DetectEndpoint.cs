using System.Diagnostics;
using System.Globalization;
using Inference.Model;
using Media;
using Server.Configuration;
using Server.Http;
using Server.Http.Query;
using Server.OpenApi;
using Server.Streams;
using Streaming;
using Streaming.Models;
using Streaming.Results;
using Streaming.Streams;

namespace Server.Pictures;

/// <summary>POST /v1/detect: one picture in, its FrameResult out, on the same lanes as the streams.</summary>
internal static class DetectEndpoint
{
    private static readonly OptionQuery Options = new(OptionScope.Picture);

    public static void MapDetect(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/detect", Detect)
        .WithTags(ApiTags.Pictures).WithName("detect").WithSummary("What is in one picture.")
        .WithDescription("""
            The picture is the body: JPEG, PNG or WebP, turned upright by its own tag. It shares the engine with the streams.
            The header `Cache-Status` says whether the answer was known, `Server-Timing` how many milliseconds the upload and the answer took.
            """)
        .WithBinaryBody("image/jpeg", "image/png", "image/webp", "application/octet-stream")
        .WithQuery(Options.Parameters)
        .ProducesFrameResult("application/json", "What was found, without stream and session.")
        .ProducesProblems(404, 413, 415, 422, 503);

    private static async Task<IResult> Detect(HttpRequest request, DetectLimit limit, ModelRegistry models, PictureDetect detect, ServerOptions server)
    {
        if (request.ContentType is { } type && !IsPictureType(type))
            return Problems.Field(StatusCodes.Status415UnsupportedMediaType, "Content-Type", $"'{type}' is no picture; expected image/jpeg, image/png, image/webp or application/octet-stream");
        var query = new QueryReader(request.Query);
        var options = Options.Read(query, new());
        if (query.Problem is { } problem)
            return problem;
        if (!models.Contains(options.Model))
            return Problems.UnknownModel(models, options.Model);

        using var lease = limit.TryAcquire();
        if (lease is null)
            return Problems.Busy(request.HttpContext, 1, "as many pictures are waiting as Server:MaxConcurrentDetects allows");

        var started = Stopwatch.GetTimestamp();
        using var body = await PooledBody.ReadAsync(request, server.MaxBodyBytes);
        Time(request.HttpContext.Response, "upload", started);
        return body is null
            ? Problems.Field(StatusCodes.Status413PayloadTooLarge, "body", $"may have {server.MaxBodyBytes} bytes (Server:MaxBodyBytes)")
            : await Infer(request.HttpContext.Response, detect, body.Memory, options);
    }

    private static async Task<IResult> Infer(HttpResponse response, PictureDetect detect, ReadOnlyMemory<byte> body, StreamOptions options)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            var (result, cached) = await detect.RunAsync(body, options);
            var json = new PublishedResult(result).Json;
            Time(response, "detect", started);
            // RFC 9211
            response.Headers["Cache-Status"] = cached ? "stream; hit" : "stream; fwd=miss";
            return Results.Bytes(json, "application/json");
        }
        catch (MediaException e)
        {
            return Problems.Field(StatusOf(e.Kind), "body", e.Message);
        }
        catch (OptionException e)
        {
            return Problems.BadField(e.Option, e.Problem);
        }
        catch (ModelLoadException e)
        {
            return Problems.Field(StatusCodes.Status503ServiceUnavailable, "model", e.Message);
        }
        catch (EngineClosedException e)
        {
            return Problems.Busy(response.HttpContext, StreamRegistry.RetryAfterSeconds, e.Message);
        }
    }

    // W3C Server Timing, 4: milliseconds.
    private static void Time(HttpResponse response, string stage, long started) => response.Headers.Append(
        "Server-Timing", string.Create(CultureInfo.InvariantCulture, $"{stage};dur={Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.###}"));

    private static int StatusOf(MediaErrorKind kind) => kind switch
    {
        MediaErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        MediaErrorKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static bool IsPictureType(string contentType)
    {
        var type = contentType.Split(';', 2)[0].Trim();
        // curl --data-binary says it is a form, whatever it sends.
        return type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }
}
