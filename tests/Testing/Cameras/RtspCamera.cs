using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Testing.Cameras;

/// <param name="Connection">From 0.</param>
internal sealed record CameraRequest(int Connection, string Method, string Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>An RTSP camera of this process that does what a test says, and else what every camera does: H.264 in the connection, ten frames a second.</summary>
internal sealed class RtspCamera : IAsyncDisposable
{
    /// <summary>As a reply: the connection is closed instead.</summary>
    public const string HangUp = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[][][] _units;
    private Task _accepting = Task.CompletedTask;

    /// <param name="video">H.264 in Annex B, parameter sets with each key frame.</param>
    public RtspCamera(byte[] video) => _units = AccessUnits.Of(video);

    /// <summary>Status and headers of an answer, lines apart by CR LF; null leaves it to the camera.</summary>
    public Func<CameraRequest, string?> Reply { get; init; } = _ => null;

    public bool WithParameterSets { get; init; } = true;

    /// <summary>Media besides the video, before it: "m=audio 0 RTP/AVP 8\r\na=control:trackID=2\r\n".</summary>
    public string OtherMedia { get; init; } = "";

    /// <summary>The whole description, in place of what is made of the others; {0} are the parameter sets, {1} is the address.</summary>
    public string? Description { get; init; }

    public string VideoMedia { get; init; } = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{0}\r\na=control:trackID=1\r\n";

    /// <summary>Which frame is sent first: those before the first key frame are of no use.</summary>
    public int FirstFrame { get; init; }

    /// <summary>Packets of sound that come before the video, ten a second.</summary>
    public int SoundFirst { get; init; }

    /// <summary>Written in front of every third frame.</summary>
    public byte[] Junk { get; init; } = [];

    public bool Secure { get; init; }

    /// <summary>Written before PLAY is answered.</summary>
    public string Before { get; init; } = "";

    public ConcurrentQueue<CameraRequest> Requests { get; } = new();

    /// <summary>Receiver's reports and other packets that came.</summary>
    public ConcurrentQueue<byte[]> Reports { get; } = new();

    /// <param name="userInfo">With its '@'.</param>
    public string Url(string userInfo = "", string path = "/live") => $"{(Secure ? "rtsps" : "rtsp")}://{userInfo}{_listener.LocalEndpoint}{path}";

    public RtspCamera Start()
    {
        _listener.Start();
        _accepting = Accept();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var playing = new List<Task>();
        try
        {
            while (true)
                playing.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token), playing.Count));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(playing);
        }
    }

    private async Task Serve(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using System.IO.Stream stream = Secure ? new SslStream(client.GetStream()) : client.GetStream();
                if (stream is SslStream tls)
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate.Value }, _stop.Token);
                await Serve(stream, number);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task Serve(System.IO.Stream stream, int number)
    {
        var writing = new SemaphoreSlim(1);
        var sending = Task.CompletedTask;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            while (await Read(stream, number) is { } request)
            {
                Requests.Enqueue(request);
                var reply = Reply(request) ?? Default(request);
                if (reply.Length == 0 || request.Method == "TEARDOWN")
                    break;
                var (head, body) = reply.Split("\r\n\r\n", 2) is [var first, var second] ? (first, second) : (reply, "");
                var length = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "";
                await Write(stream, Encoding.Latin1.GetBytes($"{(request.Method == "PLAY" ? Before : "")}RTSP/1.0 {head}\r\nCSeq: {request.Headers["CSeq"]}\r\n{length}\r\n{body}"), writing);
                if (request.Method == "PLAY" && reply.StartsWith("200", StringComparison.Ordinal))
                    sending = Send(stream, writing, over.Token);
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAny(sending, Task.Delay(Timeout.Infinite, _stop.Token));
        }
    }

    private string Default(CameraRequest request) => request.Method switch
    {
        "OPTIONS" => "200 OK\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER",
        "DESCRIBE" => $"200 OK\r\nContent-Base: {request.Url}/\r\nContent-Type: application/sdp\r\n\r\n{DescriptionFor(request.Url)}",
        "SETUP" => "200 OK\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 4711;timeout=60",
        _ => "200 OK",
    };

    public string DescriptionFor(string address)
    {
        var sets = _units.First(AccessUnits.IsKey).Where(unit => (unit[0] & 0x1F) is 7 or 8).Select(Convert.ToBase64String);
        var given = WithParameterSets ? $";sprop-parameter-sets={string.Join(',', sets)}" : "";
        return string.Format(Description ?? $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\n{OtherMedia}{VideoMedia}", given, address);
    }

    private async Task Send(System.IO.Stream stream, SemaphoreSlim writing, CancellationToken stop)
    {
        try
        {
            ushort sequence = 0;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < SoundFirst; i++, await timer.WaitForNextTickAsync(stop))
                await Write(stream, AccessUnits.Framed(2, AccessUnits.Packet(8, sequence++, (uint)i * 800, true, new byte[800])), writing);
            for (var i = 0; ; i++, await timer.WaitForNextTickAsync(stop))
            {
                if (Junk.Length > 0 && i % 3 == 1)
                    await Write(stream, Junk, writing);
                foreach (var packet in AccessUnits.Packets(_units[(i + FirstFrame) % _units.Length], (uint)i * 9000, sequence))
                {
                    await Write(stream, AccessUnits.Framed(0, packet), writing);
                    sequence++;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task Write(System.IO.Stream stream, byte[] bytes, SemaphoreSlim writing)
    {
        await writing.WaitAsync(_stop.Token);
        try
        {
            await stream.WriteAsync(bytes, _stop.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<CameraRequest?> Read(System.IO.Stream stream, int number)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
            if (head[0] != '$' || head.Count < 4)
                continue;
            var report = new byte[head[2] << 8 | head[3]];
            await stream.ReadExactlyAsync(report, _stop.Token);
            Reports.Enqueue(report);
            head.Clear();
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        return new(number, words[0], words[1], lines.Skip(1).Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]));
    }

    private static readonly Lazy<X509Certificate2> Certificate = new(() =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256);
        using var signed = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), null);
    });
}
