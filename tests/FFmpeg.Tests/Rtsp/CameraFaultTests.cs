using Media;
using Testing.Cameras;
using Xunit;

namespace FFmpeg.Tests.Rtsp;

/// <summary>What keeps a camera from playing is told as the camera says it, with one thing to look at; never with a password.</summary>
public class CameraFaultTests
{
    private static byte[] Video => File.ReadAllBytes(Clip.Make("faults.h264", "-f lavfi -i testsrc2=size=160x120:rate=10:duration=2 -c:v libx264 -tune zerolatency -g 1000 -pix_fmt yuv420p -f h264"));

    [Theory]
    [InlineData("DESCRIBE", "453 Not Enough Bandwidth", MediaErrorKind.Io, "the camera answers DESCRIBE with 453 Not Enough Bandwidth: it serves as many as it can")]
    [InlineData("DESCRIBE", "503 Service Unavailable", MediaErrorKind.Io, "answers DESCRIBE with 503 Service Unavailable: it is busy")]
    [InlineData("DESCRIBE", "404 Not Found", MediaErrorKind.NotFound, "answers DESCRIBE with 404 Not Found: it has nothing of that name; check what follows the host")]
    [InlineData("DESCRIBE", "403 Forbidden", MediaErrorKind.AccessDenied, "answers DESCRIBE with 403 Forbidden")]
    [InlineData("SETUP", "461 Unsupported Transport", MediaErrorKind.Io, "answers SETUP with 461 Unsupported Transport: it does not send that way; choose another transport")]
    [InlineData("SETUP", "200 OK\r\nTransport: RTP/AVP;unicast;server_port=5000-5001", MediaErrorKind.Io, "asked for TCP it sets up UDP")]
    [InlineData("PLAY", "455 Method Not Valid in This State", MediaErrorKind.Io, "answers PLAY with 455 Method Not Valid in This State")]
    [InlineData("DESCRIBE", "302 Moved\r\nLocation: http://elsewhere/", MediaErrorKind.NotAllowed, "redirects to an address of the protocol 'http'")]
    [InlineData("DESCRIBE", "200 OK\r\nContent-Length: 99999999", MediaErrorKind.Io, "its session description is cut off, or longer than 64 KiB")]
    [InlineData("DESCRIBE", "200 OK\r\n\r\nv=0\r\nm=audio 0 RTP/AVP 8\r\n", MediaErrorKind.NoVideoStream, "it has no video stream, only audio PCMA: is video switched on in the camera?")]
    [InlineData("DESCRIBE", "200 OK\r\n\r\nv=0\r\nm=video 0 RTP/SAVP 96\r\n", MediaErrorKind.Unsupported, "encrypted (SRTP)")]
    [InlineData("OPTIONS", "401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256", MediaErrorKind.Unsupported,
        "it wants a login by Digest SHA-512-256, and known here are Digest with SHA-256 or MD5, and Basic")]
    [InlineData("OPTIONS", "401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256", MediaErrorKind.AccessDenied, "it refused the user or the password (Digest SHA-256)")]
    [InlineData("OPTIONS", "401 No\r\nWWW-Authenticate: Basic realm=\"r\"", MediaErrorKind.AccessDenied, "it refused the user or the password (Basic)")]
    [InlineData("OPTIONS", "401 No", MediaErrorKind.AccessDenied, "offers no way to log in")]
    public async Task A_refusal(string method, string reply, MediaErrorKind kind, string words)
    {
        await using var camera = new RtspCamera(Video) { Reply = request => request.Method == method ? reply : null }.Start();
        var error = await Fails(camera.Url("admin:s3cret@"));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task Without_credentials_it_says_how_to_give_them()
    {
        await using var camera = new RtspCamera(Video) { Reply = _ => "401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"" }.Start();
        Assert.EndsWith("it wants credentials (Digest MD5): write user:password@ before the host of its URL", (await Fails(camera.Url())).Message);
    }

    [Fact]
    public async Task A_refused_password_is_tried_once_for_each_way_to_log_in()
    {
        await using var camera = new RtspCamera(Video) { Reply = _ => "401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"1\", algorithm=SHA-256\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"2\"\r\nWWW-Authenticate: Basic realm=\"r\"" }.Start();
        await Fails(camera.Url("admin:s3cret@"));
        Assert.Equal(2, camera.Requests.Count(request => request.Headers.ContainsKey("Authorization")));
        Assert.DoesNotContain(camera.Requests, request => request.Headers.GetValueOrDefault("Authorization", "").StartsWith("Basic"));
    }

    [Fact]
    public async Task A_circle_of_redirects()
    {
        RtspCamera? self = null;
        await using var camera = self = new RtspCamera(Video) { Reply = request => request.Method == "DESCRIBE" ? $"301 Moved\r\nLocation: {self!.Url()}" : null }.Start();
        Assert.EndsWith("it redirects again and again, 6 times so far: ask it for another address", (await Fails(camera.Url())).Message);
    }

    [Fact]
    public async Task A_redirect_to_another_machine_gets_no_password()
    {
        var port = 0;
        await using var other = new RtspCamera(Video) { Reply = request => request.Headers.ContainsKey("Authorization") ? "400 Who Are You" : "401 No\r\nWWW-Authenticate: Basic realm=\"r\"" }.Start();
        port = new Uri(other.Url()).Port;
        await using var camera = new RtspCamera(Video) { Reply = request => request.Method == "DESCRIBE" ? $"302 Moved\r\nLocation: rtsp://localhost:{port}/live" : null }.Start();
        Assert.Contains("it wants credentials (Basic)", (await Fails(camera.Url("admin:s3cret@"))).Message);
    }

    [Theory]
    [InlineData("DESCRIBE", "it did not answer DESCRIBE within 1 s: is it overloaded?")]
    [InlineData("PLAY", "it plays, but no packet came within 1 s: does it send")]
    public async Task A_camera_that_says_no_more(string method, string words)
    {
        await using var camera = new RtspCamera(Video) { Reply = request => request.Method == method ? "100 Continue" : null }.Start();
        var error = await Fails(camera.Url(), seconds: 1);
        Assert.Equal(MediaErrorKind.Timeout, error.Kind);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task One_that_hangs_up_on_every_request()
    {
        await using var camera = new RtspCamera(Video) { Reply = request => request.Method == "DESCRIBE" ? RtspCamera.HangUp : null }.Start();
        Assert.EndsWith("the other side hung up after DESCRIBE", (await Fails(camera.Url())).Message);
    }

    [Fact]
    public async Task Video_without_a_key_frame()
    {
        await using var camera = new RtspCamera(Video) { WithParameterSets = false, FirstFrame = 1 }.Start();
        var error = await Fails(camera.Url(), keyFrames: TimeSpan.FromSeconds(1));
        Assert.Equal(MediaErrorKind.Timeout, error.Kind);
        Assert.Contains("it sends video (H264), but no key frame with its parameter sets came within 1 s: shorten the camera's key frame interval (GOP)", error.Message);
    }

    [Fact]
    public async Task Sound_and_no_video()
    {
        await using var camera = new RtspCamera(Video) { OtherMedia = "m=audio 0 RTP/AVP 8\r\na=control:trackID=2\r\n", SoundFirst = 1000 }.Start();
        Assert.Contains("it sends audio PCMA, but no video within 1 s: is video switched on in the camera?", (await Fails(camera.Url(), keyFrames: TimeSpan.FromSeconds(1))).Message);
    }

    // What stands before the last '@' is the login, however it is written.
    [Theory]
    [InlineData("rtsp://admin:s3/cret@camera.invalid/live"), InlineData("rtsp://admin:a@b/c?d#e@camera.invalid/live")]
    public async Task The_host_behind_a_password_that_is_not_escaped(string url) => Assert.Contains("Failed to resolve hostname camera.invalid", (await Fails(url)).Message);

    private static async Task<MediaException> Fails(string url, double seconds = 20, TimeSpan? keyFrames = null)
    {
        var options = new MediaReaderOptions { OpenTimeout = TimeSpan.FromSeconds(seconds), KeyFrameTimeout = keyFrames ?? TimeSpan.FromSeconds(20), AllowedProtocols = ["rtsp", "rtsps"] };
        var error = await Assert.ThrowsAsync<MediaException>(() => Task.Run(() => { using var reader = MediaReader.Open(url, options); }));
        Assert.DoesNotContain("s3cret", error.Message);
        TestContext.Current.TestOutputHelper!.WriteLine(error.Message);
        return error;
    }
}
