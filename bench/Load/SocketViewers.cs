using System.Net.WebSockets;
using Wire.V1;

namespace Load;

/// <summary>A WebSocket of each stream, speaking protobuf, until the streams or the server are gone.</summary>
internal sealed class SocketViewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Task _watching;

    public SocketViewers(Uri server, IEnumerable<string> streams, Action<FrameResult> take) =>
        _watching = Task.WhenAll(streams.Select(stream => Watch(new UriBuilder(server) { Scheme = "ws", Path = $"/v1/streams/{stream}/results" }.Uri, take)));

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _watching;
        _lifetime.Dispose();
    }

    private async Task Watch(Uri results, Action<FrameResult> take)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("stream.v1.protobuf");
        var buffer = new byte[1 << 20];
        try
        {
            await socket.ConnectAsync(results, _lifetime.Token);
            while (await Read(socket, buffer) is { } message)
                take(FrameResult.Parser.ParseFrom(message.Span));
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The server is gone, or nobody watches any more.
        }
    }

    /// <returns>Null when the server has closed.</returns>
    private async Task<ReadOnlyMemory<byte>?> Read(ClientWebSocket socket, byte[] buffer)
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), _lifetime.Token);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage)
                return buffer.AsMemory(0, length);
        }
    }
}
