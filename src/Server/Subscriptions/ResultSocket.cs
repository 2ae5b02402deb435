using System.Net.WebSockets;
using Streaming.Results;
using Streaming.Streams;

namespace Server.Subscriptions;

/// <summary>A stream's results by WebSocket, until one side closes.</summary>
internal static class ResultSocket
{
    // How long a viewer may take to answer a close; a good one answers at once.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    public static async Task Serve(HttpContext context, ResultFormat format, SubscriberQueue<PublishedResult> subscriber, StreamRegistry registry)
    {
        var named = context.WebSockets.WebSocketRequestedProtocols.Count > 0;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(named ? format.Subprotocol : null);
        await SendAll(socket, format, subscriber, registry, context.RequestAborted);
    }

    private static async Task SendAll(WebSocket socket, ResultFormat format, SubscriberQueue<PublishedResult> subscriber, StreamRegistry registry, CancellationToken aborted)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var listening = ListenForClose(socket, closed);
        try
        {
            await foreach (var result in subscriber.Reader.ReadAllAsync(closed.Token))
                await socket.SendAsync(format.Bytes(result), format.Type, endOfMessage: true, closed.Token);
            var status = registry.IsDraining ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure;
            await socket.CloseOutputAsync(status, EndOfResults.Reason(registry), closed.Token);
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
