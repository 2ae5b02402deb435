using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Load.Flapping;

/// <summary>Cameras on one port that are lost a moment after they answered, each time in another way: in the middle of the media, of a header, by a reset, or by an error.</summary>
internal sealed class FlappingCameras : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly FlappingMedia _media;
    private readonly Random _random = new(1);
    private readonly Task _accepting;
    private int _connections;

    public FlappingCameras(FlappingMedia media)
    {
        _media = media;
        _listener.Start();
        _accepting = Accept();
    }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>By HTTP as MPEG-TS or motion JPEG, or by RTSP.</summary>
    public string Url(int camera) => (camera % 3) switch
    {
        0 => $"http://{_listener.LocalEndpoint}/ts",
        1 => $"http://{_listener.LocalEndpoint}/jpeg",
        _ => $"rtsp://{_listener.LocalEndpoint}/live",
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var serving = new HashSet<Task>();
        try
        {
            while (true)
            {
                serving.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token), _random.NextDouble()));
                serving.RemoveWhere(task => task.IsCompleted);
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    /// <param name="life">0..1: how much of what it has the camera sends before it is lost.</param>
    private async Task Serve(TcpClient client, double life)
    {
        using (client)
        {
            try
            {
                await Answer(client.GetStream(), life);
                if (life is > 0.4 and < 0.7)
                    client.Client.Close(0); // A reset.
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server hung up first.
            }
        }
    }

    private async Task Answer(NetworkStream connection, double life)
    {
        var request = await CameraRequest.Read(connection, _stop.Token);
        if (life < 0.05)
            await Send(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), 1);
        else if (request.Method != "GET")
            await new RtspAnswers(connection, _media, life).Run(request, _stop.Token);
        else if (request.Target == "/jpeg")
            await Send(connection, [.. Head("multipart/x-mixed-replace; boundary=frame"), .. _media.MotionJpeg], life);
        else
            await Send(connection, [.. Head("video/mp2t"), .. _media.Transport], life);
    }

    private ValueTask Send(NetworkStream connection, byte[] all, double life) => connection.WriteAsync(all.AsMemory(0, (int)(all.Length * life)), _stop.Token);

    private static byte[] Head(string type) => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n");
}
