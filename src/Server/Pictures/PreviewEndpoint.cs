using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Media;
using Server.Http;
using Server.Http.Query;
using Server.OpenApi;
using Streaming.Snapshots;
using Streaming.Streams;

namespace Server.Pictures;

/// <summary>
/// GET /v1/streams/{id}/preview.mjpeg: pictures of a stream one after another, each in the place of the one before, as every browser shows
/// them in an img element.
/// </summary>
/// <remarks>Nothing is kept for a viewer: it asks for its next frame when the last one is sent, so a slow one sees fewer.</remarks>
internal static class PreviewEndpoint
{
    private const string Boundary = "frame", ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";

    private static readonly QueryNumber<double> FramesPerSecond = new("fps", 0.1, 30, 5, "At most so many pictures a second.");

    public static void MapPreview(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/streams/{id}/preview.mjpeg", Play)
        .WithTags(ApiTags.Pictures).WithName("preview").WithSummary("A stream as pictures, for an img element.")
        .WithDescription("Motion JPEG for looking at, not for recording: a viewer that is slow sees fewer pictures.")
        .WithQuery([.. SnapshotQuery.Parameters, FramesPerSecond])
        .ProducesBytes("multipart/x-mixed-replace", "One JPEG picture a part, until the stream ends.")
        .ProducesProblems(404, 409, 422, 503);

    private static async Task<IResult> Play(string id, HttpContext context, StreamRegistry registry, PreviewLimit limit, TimeProvider time)
    {
        if (registry.Find(id) is not { } stream)
            return Problems.UnknownStream(id);
        var query = new QueryReader(context.Request.Query);
        var (format, framesPerSecond) = (SnapshotQuery.Read(query), query.Number(FramesPerSecond));
        if (query.Problem is { } problem)
            return problem;
        if (stream.Finished.IsCompleted)
            return SnapshotEndpoint.NoMore(stream);
        if (context.IsHead())
        {
            LiveResponse.Begin(context, ContentType);
            return Results.Empty;
        }

        using var lease = limit.TryAcquire();
        if (lease is null)
            return Problems.Busy(context, 5, "as many previews run as Server:MaxPreviews allows");
        try
        {
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / framesPerSecond), time);
            await Send(context, stream.Snapshots, format, pace);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or MediaException)
        {
            // The viewer went away, or no picture can be made; what was sent so far stands.
            context.Abort();
        }

        return Results.Empty;
    }

    private static async Task Send(HttpContext context, SnapshotTap snapshots, SnapshotFormat format, PeriodicTimer pace)
    {
        LiveResponse.Begin(context, ContentType);
        var (body, aborted) = (context.Response.BodyWriter, context.RequestAborted);
        body.Write(Encoding.ASCII.GetBytes($"--{Boundary}\r\n"));
        await body.FlushAsync(aborted);
        while (await snapshots.NextAsync(format, aborted) is { } snapshot)
        {
            WritePart(body, snapshot.Jpeg);
            await body.FlushAsync(aborted);
            await pace.WaitForNextTickAsync(aborted);
        }
    }

    /// <summary>With the boundary behind it: a browser shows a part when it has seen its end (RFC 2046, section 5.1).</summary>
    private static void WritePart(PipeWriter body, byte[] jpeg)
    {
        body.Write(Encoding.ASCII.GetBytes($"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"));
        body.Write(jpeg);
        body.Write(Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"));
    }
}
