using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Load.LiveLoad;

/// <summary>A camera by HTTP that sends half a second of video to whoever asks and hangs up: each connect is a stream that was live and is lost.</summary>
internal sealed class DyingCamera : IAsyncDisposable
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("HTTP/1.0 200 OK\r\nContent-Type: video/h264\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly byte[] _video;
    private readonly Task _serving;
    private int _connects;

    /// <param name="units">Without a container there is no length, so the server takes it for live.</param>
    public DyingCamera(IReadOnlyList<(byte[] Data, long Pts)> units)
    {
        _video = [.. units.SelectMany(unit => unit.Data)];
        _listener.Start();
        _serving = Serve();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/camera.h264";

    /// <summary>How often somebody has opened it.</summary>
    public int Connects => Volatile.Read(ref _connects);

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _lifetime.Dispose();
    }

    private async Task Serve()
    {
        while (true)
            _ = Answer(await _listener.AcceptSocketAsync(_lifetime.Token));
    }

    private async Task Answer(Socket client)
    {
        using var socket = client;
        Interlocked.Increment(ref _connects);
        try
        {
            await socket.ReceiveAsync(new byte[4096], _lifetime.Token);
            await socket.SendAsync(Head, _lifetime.Token);
            await socket.SendAsync(_video, _lifetime.Token);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The server went first.
        }
    }
}
