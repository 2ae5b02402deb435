using System.Net.Sockets;
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

    public WebSocketState State => _socket.State;

    /// <param name="receiveBuffer">Bytes that the system takes in before the viewer reads; 0 = as many as it likes.</param>
    public static async Task<ServeSubscriber> Connect(Uri server, string stream, int receiveBuffer = 0)
    {
        var subscriber = new ServeSubscriber();
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (receiveBuffer > 0)
                    socket.ReceiveBufferSize = receiveBuffer;
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var address = new UriBuilder(server) { Scheme = "ws", Path = $"/v1/streams/{stream}/results" }.Uri;
        await subscriber._socket.ConnectAsync(address, new HttpMessageInvoker(handler), TestContext.Current.CancellationToken);
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
                return FrameResultJson.Parse(_buffer.AsSpan(0, length));
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
