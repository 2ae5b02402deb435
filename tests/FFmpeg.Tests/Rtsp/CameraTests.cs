using FFmpeg.Rtsp;
using Media;
using Testing.Cameras;
using Xunit;

namespace FFmpeg.Tests.Rtsp;

/// <summary>A reader on a camera of this process, whose ways are those that real ones were met with.</summary>
public class CameraTests
{
    private const string Md5 = "Digest realm=\"camera\", nonce=\"5\"", Sha256 = "Digest realm=\"camera\", nonce=\"2\", algorithm=\"SHA-256\", qop=\"auth\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly MediaReaderOptions Options = new() { AnalyzeDuration = TimeSpan.FromSeconds(0.5), ProbeBytes = 500_000 };

    // Ten frames a second, one key frame in twenty.
    private static byte[] Video => File.ReadAllBytes(Clip.Make("camera.h264", "-f lavfi -i testsrc2=size=160x120:rate=10:duration=4 -c:v libx264 -tune zerolatency -g 20 -sc_threshold 0 -pix_fmt yuv420p -bsf:v h264_mp4toannexb -f h264"));

    [Theory]
    [InlineData("OPTIONS 501"), InlineData("OPTIONS 405"), InlineData("OPTIONS 400"), InlineData("OPTIONS hang up"), InlineData("OPTIONS 454")]
    [InlineData("no Content-Base"), InlineData("Content-Base relative"), InlineData("other channel"), InlineData("no Transport"), InlineData("no Session")]
    [InlineData("asks back"), InlineData("redirect")]
    public async Task Is_played_whatever_its_ways(string way)
    {
        await using var plain = new RtspCamera(Video).Start();
        await using var camera = new RtspCamera(Video)
        {
            Reply = request => (way, request.Method) switch
            {
                ("OPTIONS hang up", "OPTIONS") => RtspCamera.HangUp,
                (_, "OPTIONS") when way.StartsWith("OPTIONS ") => $"{way[8..]} No",
                ("no Content-Base", "DESCRIBE") => $"200 OK\r\n\r\n{Description()}",
                ("Content-Base relative", "DESCRIBE") => $"200 OK\r\nContent-Base: live/\r\n\r\n{Description()}",
                ("no Transport", "SETUP") => "200 OK\r\nSession: 1",
                ("no Session", "SETUP") => "200 OK\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1",
                ("redirect", "DESCRIBE") => $"302 Moved Temporarily\r\nLocation: {plain.Url()}",
                _ => null,
            },
            Before = way == "asks back" ? "OPTIONS rtsp://client RTSP/1.0\r\nCSeq: 77\r\n\r\n" : "",
        }.Start();
        await Plays(camera.Url());
    }

    [Theory]
    [InlineData(Md5, "OPTIONS DESCRIBE SETUP PLAY"), InlineData(Sha256, "OPTIONS DESCRIBE SETUP PLAY"), InlineData("Basic realm=\"camera\"", "DESCRIBE")]
    [InlineData("Digest realm=\"camera\", nonce=\"6\", algorithm=MD5-sess, qop=\"auth-int\"", "DESCRIBE PLAY")]
    public async Task Is_logged_in_to_where_it_wants_that(string challenge, string where)
    {
        await using var camera = new RtspCamera(Video) { Reply = request => where.Contains(request.Method) && !request.Headers.ContainsKey("Authorization") ? $"401 Unauthorized\r\nWWW-Authenticate: {challenge}" : null }.Start();
        await Plays(camera.Url("admin:p%40ss@"));
        Assert.Contains(camera.Requests, request => request.Headers.TryGetValue("Authorization", out var given)
            && given == Expected(Challenge.Parse([challenge])[0], request, Challenge.Parse([given])[0]["cnonce"]));
    }

    [Fact]
    public async Task A_camera_that_closes_the_connection_with_its_challenge_is_connected_to_again()
    {
        await using var camera = new RtspCamera(Video)
        {
            Reply = request => request.Headers.ContainsKey("Authorization") ? null : request.Connection == 0 && request.Method == "OPTIONS" ? $"401 Unauthorized\r\nConnection: close\r\nWWW-Authenticate: {Sha256}" : RtspCamera.HangUp,
        }.Start();
        await Plays(camera.Url("admin:pw@"));
        Assert.Equal(1, camera.Requests.Max(request => request.Connection));
    }

    [Fact]
    public async Task By_TLS()
    {
        await using var camera = new RtspCamera(Video) { Secure = true }.Start();
        await Plays(camera.Url());
    }

    [Fact]
    public async Task What_stands_between_its_packets_is_passed_over()
    {
        await using var camera = new RtspCamera(Video) { Junk = [0, 1, 2, .. "garbage"u8] }.Start();
        await Plays(camera.Url());
    }

    [Fact]
    public async Task Sound_is_neither_asked_for_nor_read()
    {
        await using var camera = new RtspCamera(Video) { OtherMedia = "m=audio 0 RTP/AVP 8\r\na=control:trackID=9\r\n", SoundFirst = 8 }.Start();
        await Plays(camera.Url(), reader => Assert.True(reader.HasAudio));
        Assert.Equal("trackID=1", Assert.Single(camera.Requests, request => request.Method == "SETUP").Url.Split('/')[^1]);
    }

    [Fact]
    public async Task Without_parameter_sets_its_key_frame_is_waited_for_longer_than_an_answer()
    {
        await using var camera = new RtspCamera(Video) { WithParameterSets = false, FirstFrame = 1 }.Start();
        await Plays(camera.Url(), reader => Assert.Equal((160, 120), (reader.Video.Width, reader.Video.Height)), Options with { OpenTimeout = TimeSpan.FromSeconds(1) });
    }

    [Fact]
    public async Task It_is_told_that_it_is_listened_to_and_when_it_is_over()
    {
        await using var camera = new RtspCamera(Video)
        {
            Reply = request => request.Method switch
            {
                "SETUP" => "200 OK\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 4711 ; timeout=2",
                "GET_PARAMETER" => "451 Parameter Not Understood",
                _ => null,
            },
        }.Start();
        using (var reader = MediaReader.Open(camera.Url(), Options))
        {
            using var packet = new MediaPacket();
            Assert.True(SpinWait.SpinUntil(() => reader.TryRead(packet) && camera.Requests.Any(request => request.Headers.ContainsKey("Session") && request.Method == "OPTIONS"), Patience), "GET_PARAMETER was refused, then OPTIONS keeps it");
        }

        Assert.True(SpinWait.SpinUntil(() => camera.Requests.Any(request => request.Method == "TEARDOWN" && request.Headers["Session"] == "4711"), Patience));
    }

    [Fact]
    public async Task It_gets_reports_of_what_was_received()
    {
        await using var camera = new RtspCamera(File.ReadAllBytes(Clip.Make("large.h264", "-f lavfi -i testsrc2=size=640x480:rate=10:duration=1 -c:v libx264 -qp 4 -g 1 -tune zerolatency -pix_fmt yuv420p -f h264"))).Start();
        using var reader = MediaReader.Open(camera.Url(), Options);
        using var packet = new MediaPacket();
        Assert.True(SpinWait.SpinUntil(() => reader.TryRead(packet) && !camera.Reports.IsEmpty, Patience));
        // RFC 3550, 6.4.2: version 2, one block, receiver's report; of the stream that was received.
        Assert.Equal([0x81, 201, 0, 7], camera.Reports.First()[..4]);
        Assert.Equal([0, 0, 0x12, 0x34], camera.Reports.First()[8..12]);
    }

    private static string Description() => $"v=0\r\ns=x\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=1\r\n";

    private static string Expected(Challenge challenge, CameraRequest request, string? nonce)
    {
        var login = new Login(new("admin", "p@ss"), () => nonce ?? "");
        login.Take([challenge]);
        return login.Header(request.Method, request.Url)!;
    }

    private static async Task Plays(string url, Action<MediaReader>? check = null, MediaReaderOptions? options = null) => await Task.Run(() =>
    {
        using var reader = MediaReader.Open(url, options ?? Options);
        using var packet = new MediaPacket();
        Assert.True(reader.TryRead(packet));
        Assert.True(packet.IsKey);
        for (var i = 0; i < 10; i++)
            Assert.True(reader.TryRead(packet));
        Assert.Equal(("rtsp", "h264"), (reader.Video.Container, reader.Video.Codec));
        Assert.Equal(0, reader.CorruptPackets);
        check?.Invoke(reader);
    });
}
