using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Load.Abuse;

/// <summary>Requests that make no sense, the same for the same seed: bytes that are no HTTP, bodies that are no JSON, no picture, no gRPC.</summary>
internal sealed class Rubbish(ServerProcess server, int seed) : IDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(20);

    // Empty settings follow HTTP/2's preface, so that what comes next is judged as frames (RFC 9113, 3.4).
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static readonly string[] Methods =
        ["/stream.v1.StreamService/Stream", "/stream.v1.StreamService/Detect", "/stream.v1.StreamAdmin/CreateStream", "/grpc.health.v1.Health/Check", "/nobody/Nothing"];

    private readonly Random _random = new(seed);
    private readonly HttpClient _http = new() { BaseAddress = server.Address, Timeout = WaitTimeout };
    private readonly HttpClient _grpc = new() { BaseAddress = server.Grpc, Timeout = WaitTimeout };

    /// <returns>Whether there was an answer; false where the connection was closed.</returns>
    /// <exception cref="TimeoutException">Neither came.</exception>
    public async Task<bool> Send(CancellationToken stop)
    {
        try
        {
            return await (_random.Next(6) switch
            {
                0 => Raw(server.Address, Bytes(400), stop),
                1 => Raw(server.Grpc, [.. Preface, .. Bytes(400)], stop),
                2 => Raw(server.Grpc, Bytes(400), stop),
                3 => Post(_http, "/v1/streams", Json(), "application/json", HttpVersion.Version11, stop),
                4 => Post(_http, "/v1/detect", Bytes(2000), "image/jpeg", HttpVersion.Version11, stop),
                _ => Post(_grpc, Methods[_random.Next(Methods.Length)], Framed(), "application/grpc", HttpVersion.Version20, stop),
            });
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"a malformed request had no answer in {WaitTimeout.TotalSeconds} s");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _grpc.Dispose();
    }

    private static async Task<bool> Raw(Uri door, byte[] bytes, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(WaitTimeout);
        await socket.ConnectAsync(door.Host, door.Port, timeout.Token);
        await socket.SendAsync(bytes, timeout.Token);
        // No more comes: what a server waits for will not be sent.
        socket.Shutdown(SocketShutdown.Send);
        var read = 0;
        for (var buffer = new byte[4096]; await socket.ReceiveAsync(buffer, timeout.Token) is > 0 and var more;)
            read += more;
        return read > 0;
    }

    private static async Task<bool> Post(HttpClient client, string path, byte[] body, string type, Version version, CancellationToken stop)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request, stop);
        await answer.Content.CopyToAsync(System.IO.Stream.Null, stop);
        return true;
    }

    private byte[] Bytes(int most)
    {
        var bytes = new byte[_random.Next(1, most)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Sound JSON with some characters changed.</summary>
    private byte[] Json()
    {
        var text = Encoding.UTF8.GetBytes("""{"id":"x","url":"test://people?count=1","conf":0.5,"maxDet":10,"classes":["person"],"loop":true}""");
        for (var i = _random.Next(1, 6); i > 0; i--)
            text[_random.Next(text.Length)] = (byte)_random.Next(256);
        // A stream that came about all the same would be one more afterwards.
        return [.. text, (byte)'}'];
    }

    /// <summary>A prefix that may lie about flag and length (gRPC over HTTP/2: 1 byte flag, 4 bytes length), and bytes.</summary>
    private byte[] Framed()
    {
        var body = Bytes(200);
        var length = _random.Next(4) switch { 0 => body.Length, 1 => -1, 2 => _random.Next(), _ => body.Length + 1 };
        return [(byte)_random.Next(3), (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. body];
    }
}
