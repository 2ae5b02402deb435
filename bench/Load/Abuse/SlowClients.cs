using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Grpc.Net.Client;
using Wire.V1;

namespace Load.Abuse;

/// <summary>Clients that stop in the middle: of a request, of a body, of reading. All leave without a goodbye.</summary>
internal sealed class SlowClients(ServerProcess server, string steady) : IAsyncDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly List<ClientWebSocket> _viewers = [];
    private readonly List<IDisposable> _calls = [];
    private readonly GrpcChannel _channel = GrpcClients.Connect(server.Grpc);

    /// <summary>Opens so many of each kind.</summary>
    public async Task Open(int clients, CancellationToken stop)
    {
        for (var i = 0; i < clients; i++)
        {
            await Half(server.Address, "GET /v1/str", stop);
            await Half(server.Address, $"GET /v1/streams/{steady}/results HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n", stop);
            await Half(server.Address, "POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\nabc", stop);
            await Half(server.Grpc, "PRI * HTTP/2.0\r\n\r\nSM", stop);
            await DeafViewer(stop);
            await DeafSubscriber();
            await IdlePush();
        }
    }

    /// <summary>Every socket is reset, as by a client that lost its power a while ago.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
            socket.Close(0);
        foreach (var viewer in _viewers)
            viewer.Dispose();
        foreach (var call in _calls)
            call.Dispose();
        _channel.Dispose();
        await Task.CompletedTask;
    }

    private async Task Half(Uri door, string beginning, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(door.Host, door.Port, stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes(beginning), stop);
    }

    private async Task DeafViewer(CancellationToken stop)
    {
        // The server takes as many viewers as Server:MaxSubscribersPerStream; this leaves room.
        if (_viewers.Count >= 40)
            return;
        var viewer = new ClientWebSocket();
        _viewers.Add(viewer);
        await viewer.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = $"/v1/streams/{steady}/results" }.Uri, stop);
    }

    private async Task DeafSubscriber()
    {
        if (_calls.Count >= 80)
            return;
        var call = _channel.Streams().Subscribe(new() { StreamId = steady });
        _calls.Add(call);
        await call.ResponseHeadersAsync;
    }

    private async Task IdlePush()
    {
        var call = _channel.Streams().Stream();
        _calls.Add(call);
        await call.RequestStream.WriteAsync(new() { Open = new() { Encoded = new() { Codec = Codec.H264 } } });
    }
}
