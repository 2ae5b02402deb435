using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Server.Http;
using Server.OpenApi;
using Streaming.Results;
using Streaming.Streams;

namespace Server.Subscriptions;

/// <summary>/v1/streams/{id}/results: a stream's results as they come, by WebSocket or as server-sent events.</summary>
internal static class ResultEndpoint
{
    private const string EventStream = "text/event-stream";

    public static void MapResults(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/streams/{id}/results", Subscribe)
        .WithTags(ApiTags.Results).WithName("results").WithSummary("A stream's results as they come.")
        .WithDescription($"""
            By WebSocket, one message each: subprotocol {ResultFormat.All[0].Subprotocol} (text; also without any) or {ResultFormat.All[1].Subprotocol} (binary FrameResult).
            With `Accept: {EventStream}` as server-sent events: `id` is session/sequence, `data` the FrameResult, and an event `end` is the last.
            Results are never replayed: a viewer that is slow loses its oldest, which the stream counts as resultsDropped.
            """)
        .ProducesFrameResult(EventStream, "Events, each with a FrameResult as its data, until the stream ends.")
        .Produces(StatusCodes.Status101SwitchingProtocols).Produces(StatusCodes.Status204NoContent)
        .ProducesProblems(400, 404, 406, 426, 503);

    private static Task<IResult> Subscribe(string id, HttpContext context, StreamRegistry registry, TimeProvider time)
    {
        if (registry.Find(id) is not { } stream)
            return Task.FromResult<IResult>(Problems.UnknownStream(id));
        if (context.WebSockets.IsWebSocketRequest)
        {
            return ResultFormat.Choose(context.WebSockets.WebSocketRequestedProtocols) is { } format
                ? Serve(stream, context, SubscriberKind.Websocket, subscriber => ResultSocket.Serve(context, format, subscriber, registry))
                : Task.FromResult<IResult>(UnknownSubprotocol());
        }

        if (!AcceptsEventStream(context.Request))
            return Task.FromResult<IResult>(NotThisWay(context));

        // 204 tells an EventSource not to come back (WHATWG HTML, 9.2); a server that stops will be there again.
        if (context.IsHead())
        {
            LiveResponse.Begin(context, EventStream);
            return Task.FromResult(Results.Empty);
        }

        return stream.Finished.IsCompleted && !registry.IsDraining
            ? Task.FromResult(Results.NoContent())
            : Serve(stream, context, SubscriberKind.Events, subscriber => ResultEvents.Serve(context, subscriber, () => EndOfResults.Reason(registry), time));
    }

    private static async Task<IResult> Serve(VideoStream stream, HttpContext context, SubscriberKind kind, Func<SubscriberQueue<PublishedResult>, Task> send)
    {
        if (stream.Hub.Subscribe(kind) is not { } subscriber)
            return Problems.Busy(context, 5, $"stream '{stream.Id}' has as many subscribers as Server:MaxSubscribersPerStream allows");
        try
        {
            await send(subscriber);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The viewer went away; nobody else is concerned.
        }
        finally
        {
            stream.Hub.Unsubscribe(subscriber);
        }

        return Results.Empty;
    }

    /// <summary>By name: a client that takes anything means one answer, not a stream of them.</summary>
    private static bool AcceptsEventStream(HttpRequest request) => Accepted(request).Any(accepted => accepted.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<MediaTypeHeaderValue> Accepted(HttpRequest request) => request.GetTypedHeaders().Accept.Where(accepted => accepted.Quality is not 0);

    private static ProblemHttpResult NotThisWay(HttpContext context)
    {
        if (context.Request.GetTypedHeaders().Accept.Count > 0 && !Accepted(context.Request).Any(new MediaTypeHeaderValue(EventStream).IsSubsetOf))
            return Problems.Field(StatusCodes.Status406NotAcceptable, "Accept", $"results come as {EventStream}, or by WebSocket");
        // RFC 9110, section 15.5.22.
        context.Response.Headers[HeaderNames.Upgrade] = "websocket";
        context.Response.Headers[HeaderNames.Connection] = "Upgrade";
        return Problems.Field(StatusCodes.Status426UpgradeRequired, "Upgrade", $"results come by WebSocket, or with Accept: {EventStream}");
    }

    private static ProblemHttpResult UnknownSubprotocol() => Problems.Field(
        StatusCodes.Status400BadRequest, HeaderNames.SecWebSocketProtocol, $"known are {string.Join(" and ", ResultFormat.All.Select(format => format.Subprotocol))}; without any, {ResultFormat.All[0].Subprotocol} is spoken");
}
