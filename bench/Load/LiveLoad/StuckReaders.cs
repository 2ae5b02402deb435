using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Google.Protobuf;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>A WebSocket and a gRPC subscriber that are connected and never read.</summary>
/// <remarks>What the network buffers for them is kept small, so that the server meets a full pipe within seconds.</remarks>
internal sealed class StuckReaders : IDisposable
{
    private const int ReceiveBytes = 4096;

    private readonly ClientWebSocket _viewer = new();
    private readonly HttpClient _grpc = new(Narrow()) { Timeout = Timeout.InfiniteTimeSpan };
    private HttpResponseMessage? _results;

    public static async Task<StuckReaders> Open(LoadedServer server, string stream, CancellationToken stop)
    {
        var stuck = new StuckReaders();
        // The client pings nobody: a peer that answers pings is not quite stuck.
        stuck._viewer.Options.KeepAliveInterval = TimeSpan.Zero;
        using var sockets = new HttpMessageInvoker(Narrow(), disposeHandler: false);
        await stuck._viewer.ConnectAsync(new UriBuilder(server.Http) { Scheme = "ws", Path = $"/v1/streams/{stream}/results" }.Uri, sockets, stop);
        var subscribe = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Grpc, "/stream.v1.StreamService/Subscribe"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(Framed(new SubscribeRequest { StreamId = stream })),
        };
        subscribe.Headers.Add("te", "trailers");
        subscribe.Content.Headers.ContentType = new("application/grpc");
        stuck._results = await stuck._grpc.SendAsync(subscribe, HttpCompletionOption.ResponseHeadersRead, stop);
        return stuck;
    }

    public void Dispose()
    {
        _viewer.Abort();
        _viewer.Dispose();
        _results?.Dispose();
        _grpc.Dispose();
    }

    private static SocketsHttpHandler Narrow() => new()
    {
        UseProxy = false,
        InitialHttp2StreamWindowSize = 65_535, // as small as HTTP/2 begins (RFC 9113, 6.9.2)
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBytes, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>Not compressed, the length in four bytes, the message.</summary>
    private static byte[] Framed(SubscribeRequest request)
    {
        var message = request.ToByteArray();
        return [0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }
}
