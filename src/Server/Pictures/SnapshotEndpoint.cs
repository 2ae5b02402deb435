using Media;
using Microsoft.AspNetCore.Http.HttpResults;
using Server.Http;
using Server.Http.Query;
using Server.OpenApi;
using Streaming.Snapshots;
using Streaming.Streams;

namespace Server.Pictures;

/// <summary>GET /v1/streams/{id}/snapshot.jpg: a stream's next frame as a picture.</summary>
internal static class SnapshotEndpoint
{
    // Several frames of a slow camera, and less than clients usually wait.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static void MapSnapshot(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/streams/{id}/snapshot.jpg", Take)
        .WithTags(ApiTags.Pictures).WithName("snapshot").WithSummary("A stream's next frame as a JPEG picture.")
        .WithDescription("The ETag is the frame's identity, \"session/sequence\", as in its result. Nothing is kept of a stream that has ended.")
        .WithQuery(SnapshotQuery.Parameters)
        .ProducesBytes("image/jpeg", "The first frame that got its result after the request.")
        .ProducesProblems(404, 409, 422, 503, 504);

    private static async Task<IResult> Take(string id, HttpContext context, StreamRegistry registry, SnapshotLimit limit, TimeProvider time)
    {
        if (registry.Find(id) is not { } stream)
            return Problems.UnknownStream(id);
        var query = new QueryReader(context.Request.Query);
        var format = SnapshotQuery.Read(query);
        if (query.Problem is { } problem)
            return problem;
        using var lease = limit.TryAcquire();
        if (lease is null)
            return Problems.Busy(context, 1, "as many requests wait for a snapshot as Server:MaxConcurrentSnapshots allows");

        using var timeout = new CancellationTokenSource(Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            return await stream.Snapshots.NextAsync(format, stop.Token) is { } snapshot ? Picture(context, snapshot) : NoMore(stream);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return NoFrame(context, stream);
        }
        catch (MediaException e)
        {
            return TypedResults.Problem($"the frame cannot be made a JPEG picture: {e.Message}", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The entity tag is the frame's identity, as in its result, so that the two can be joined.</summary>
    private static FileContentHttpResult Picture(HttpContext context, Snapshot snapshot)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(snapshot.Jpeg, "image/jpeg", entityTag: new($"\"{snapshot.Result.SessionId}/{snapshot.Result.Sequence}\""));
    }

    internal static ProblemHttpResult NoMore(VideoStream stream) =>
        Problems.Field(StatusCodes.Status409Conflict, "id", $"stream '{stream.Id}' {Ended(stream.Status)}: no frame comes any more, and none is kept");

    private static ProblemHttpResult NoFrame(HttpContext context, VideoStream stream)
    {
        var status = stream.Status;
        if (status.State == StreamState.Live)
            return TypedResults.Problem($"stream '{stream.Id}' is live, but gave no result within {Timeout.TotalSeconds} s", statusCode: StatusCodes.Status504GatewayTimeout);
        var why = status.LastError is { } error ? $": {error}" : "";
        return Problems.Busy(context, (int)Timeout.TotalSeconds, $"stream '{stream.Id}' is {status.State.ToString().ToLowerInvariant()} and has no frame now{why}");
    }

    private static string Ended(StreamStatus status) => status.State == StreamState.Failed ? $"has failed ({status.LastError})" : "has ended";
}
