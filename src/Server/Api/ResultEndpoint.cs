using System.Net.WebSockets;
using Server.Publish;
using Server.Streams;

namespace Server.Api;

/// <summary>/v1/streams/{id}/results: a stream's results as they come, one JSON text message each.</summary>
internal static class ResultEndpoint
{
    // How long a viewer may take to answer a close; a good one answers at once.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    public static void MapResults(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/streams/{id}/results", Subscribe);

    private static async Task<IResult> Subscribe(string id, HttpContext context, StreamRegistry registry)
    {
        if (registry.Find(id) is not { } stream)
            return Problems.UnknownStream(id);
        if (!context.WebSockets.IsWebSocketRequest)
            return Problems.Field(StatusCodes.Status426UpgradeRequired, "Upgrade", "this is a WebSocket endpoint");
        if (stream.Hub.Subscribe() is not { } subscriber)
            return Problems.Busy(context, 5, $"stream '{id}' has as many subscribers as Server:MaxSubscribersPerStream allows");
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await SendAll(socket, subscriber, registry, context.RequestAborted);
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

    private static async Task SendAll(WebSocket socket, SubscriberQueue<PublishedResult> subscriber, StreamRegistry registry, CancellationToken aborted)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var listening = ListenForClose(socket, closed);
        try
        {
            await foreach (var result in subscriber.Reader.ReadAllAsync(closed.Token))
                await socket.SendAsync(result.Json, WebSocketMessageType.Text, endOfMessage: true, closed.Token);
            var (status, why) = registry.IsDraining
                ? (WebSocketCloseStatus.EndpointUnavailable, "the server is stopping")
                : (WebSocketCloseStatus.NormalClosure, "the stream has ended");
            await socket.CloseOutputAsync(status, why, closed.Token);
            // Hanging up before the viewer's answer may destroy what is still on its way to it.
            await listening.WaitAsync(CloseTimeout, closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await closed.CancelAsync();
            await listening;
        }
    }

    /// <summary>Reads what the viewer sends, which is nothing but a close; without reading, pings and closes would go unseen.</summary>
    private static async Task ListenForClose(WebSocket socket, CancellationTokenSource closed)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), closed.Token)).MessageType != WebSocketMessageType.Close)
            {
                // Messages of a viewer have no meaning here.
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, closed.Token);
            await closed.CancelAsync();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            if (!closed.IsCancellationRequested)
                await closed.CancelAsync();
        }
    }
}
