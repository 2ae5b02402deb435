using System.Net.WebSockets;
using Wire.V1;
using Xunit;

namespace Functional.Tests;

/// <summary>A viewer of one stream's results.</summary>
internal sealed class ServeSubscriber : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>How the server closed, once <see cref="Next"/> gave null.</summary>
    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    /// <summary>What the server chose; null for none.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    public WebSocketState State => _socket.State;

    /// <param name="receiveBuffer">Bytes that the system takes in before the viewer reads; 0 = as many as it likes.</param>
    public static async Task<ServeSubscriber> Connect(Uri server, string stream, int receiveBuffer = 0, params string[] subprotocols)
    {
        var subscriber = new ServeSubscriber();
        foreach (var subprotocol in subprotocols)
            subscriber._socket.Options.AddSubProtocol(subprotocol);
        var address = new UriBuilder(server) { Scheme = "ws", Path = $"/v1/streams/{stream}/results" }.Uri;
        await subscriber._socket.ConnectAsync(address, new HttpMessageInvoker(ServeReceiver.Handler(receiveBuffer)), TestContext.Current.CancellationToken);
        return subscriber;
    }

    /// <summary>The next result; null once the server has closed.</summary>
    public async Task<FrameResult?> Next()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
                return part.MessageType == WebSocketMessageType.Binary ? FrameResult.Parser.ParseFrom(_buffer, 0, length) : FrameResultJson.Parse(_buffer.AsSpan(0, length));
        }
    }

    public async Task<List<FrameResult>> Take(int count)
    {
        var results = new List<FrameResult>();
        while (results.Count < count && await Next() is { } result)
            results.Add(result);
        return results;
    }

    public Task<List<FrameResult>> TakeAll() => Take(int.MaxValue);

    public Task Close() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    public void Dispose() => _socket.Dispose();
}
