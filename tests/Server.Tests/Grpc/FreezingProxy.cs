using System.Net;
using System.Net.Sockets;

namespace Server.Tests.Grpc;

/// <summary>A wire between a client and a server that can die without a word, as when a machine loses power.</summary>
internal sealed class FreezingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private volatile bool _frozen;

    public FreezingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Both ends stay open, and nothing crosses any more.</summary>
    public void Freeze() => _frozen = true;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(_end.Token);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
        await Task.WhenAll(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65_536];
        while (await from.ReadAsync(buffer, _end.Token) is var read and > 0)
            if (!_frozen)
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
    }
}
