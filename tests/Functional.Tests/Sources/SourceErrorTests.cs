using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>What keeps a source from playing is told in words: which source, what happened, what to look at.</summary>
public sealed class SourceErrorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rtsp"), InlineData("rtmp"), InlineData("http")]
    public async Task A_refused_connection(string scheme) =>
        await Says($"{scheme}://127.0.0.1:1/live", "reconnecting", $"{scheme}://127.0.0.1:1/live: Connection refused: nothing listens there; is it switched on, is the port right?");

    [Fact]
    public async Task A_camera_that_never_answers()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await Says($"rtsp://{mute.LocalEndpoint}/live", "reconnecting", "could not be opened within 1 s: is the address right, does it send, does a firewall drop it?");
    }

    [Theory]
    [InlineData("404 Not Found", "it has nothing of that name; check what follows the host")]
    [InlineData("401 Unauthorized", "the server answers 401 Unauthorized: it wants credentials; a URL has user:password@ before its host")]
    [InlineData("403 Forbidden", "may not watch it")]
    [InlineData("429 Too Many Requests", "the server answers 429 Too Many Requests: it is asked too often")]
    [InlineData("503 Service Unavailable", "the server answers 503 Service Unavailable: what is behind it does not run, or has too much to do")]
    [InlineData("500 Internal Server Error", "it failed at it; its own log says why")]
    public async Task A_server_that_refuses(string status, string advice)
    {
        await using var web = new LiveSource((_, connection, stop) => LiveSource.Answer(connection, "text/plain", stop, status).AsTask());
        // Who is let in or not will not change by itself, and cameras lock those out who try again and again.
        await Says(web.Url, status[..3] is "401" or "403" ? "failed" : "reconnecting", advice);
    }

    [Fact]
    public async Task Credentials_that_are_refused()
    {
        await using var web = new LiveSource((_, connection, stop) =>
            connection.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop).AsTask());
        await Says(web.Url.Replace("://", "://admin:secret@", StringComparison.Ordinal), "failed", "it refuses these credentials, or wants them in a way that is not known here");
    }

    [Fact]
    public async Task An_answer_with_nothing_in_it()
    {
        await using var web = new LiveSource((_, connection, stop) => LiveSource.Answer(connection, "video/mp4", stop).AsTask());
        await Says(web.Url, "reconnecting", "the server's answer is empty");
    }

    [Fact]
    public async Task An_MP4_whose_index_is_behind_what_the_server_cannot_skip()
    {
        var clip = new TemporaryFolder();
        var path = clip.File("last.mp4");
        using (var ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-i", ServeMedia.Clip(50), "-c", "copy", path]))
            await ffmpeg.WaitForExitAsync(Cancel);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        clip.Dispose();
        await using var web = new LiveSource(async (_, connection, stop) =>
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"), stop);
            await connection.WriteAsync(bytes, stop);
        });
        await Says(web.Url, "failed", "an MP4 with its index at its end, from a server that gives no part of a file (no Accept-Ranges): put the index in front");
        var run = await Cli.Run("run", web.Url);
        Assert.Contains("put the index in front", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_video()
    {
        await using var web = await WebFolder.Start();
        File.Copy(ServeMedia.Sound(), web.PathOf("sound.mp4"));
        await Says(web.UrlOf("sound.mp4"), "reconnecting", "sound.mp4: it has no video stream (1 other)");
    }

    [Fact]
    public async Task A_codec_that_nobody_knows()
    {
        await using var web = await WebFolder.Start();
        var clip = await File.ReadAllBytesAsync(ServeMedia.Clip(10), Cancel);
        // libav knows VVC's name and has no decoder for it.
        "vvc1"u8.CopyTo(clip.AsSpan(clip.AsSpan().LastIndexOf("avc1"u8)));
        await File.WriteAllBytesAsync(web.PathOf("vvc.mp4"), clip, Cancel);
        await Says(web.UrlOf("vvc.mp4"), "failed", "no decoder for it; H.264, H.265");
    }

    [Fact]
    public async Task What_is_no_video()
    {
        await using var web = await WebFolder.Start();
        await web.Put("page.html", "<html><body>Login</body></html>");
        await Says(web.UrlOf("page.html"), "reconnecting", "it is a web page (HTML): is a log-in needed");
    }

    [Fact]
    public async Task A_name_that_nobody_knows() =>
        await Says("rtsp://camera.invalid/live", "reconnecting", "Failed to resolve hostname camera.invalid");

    [Fact]
    public async Task A_port_that_does_not_speak_TLS()
    {
        await using var web = await WebFolder.Start();
        await Says(web.UrlOf("a.mp4").Replace("http:", "https:", StringComparison.Ordinal), "reconnecting", "is this the port of its encrypted protocol");
    }

    [Fact]
    public async Task Nobody_at_an_SRT_port() =>
        await Says("srt://127.0.0.1:9?passphrase=0123456789secret", "reconnecting", "srt://127.0.0.1:9?passphrase=***: could not be opened within 1 s");

    [Fact]
    public async Task A_file_that_was_cut_off_ends_and_says_so()
    {
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = server.Put(ServeMedia.CutOff(50)), realtime = false }), "ended");
        Assert.EndsWith("it ends earlier than it says; was its recording or copying cut off?", stream.Text("lastError"), StringComparison.Ordinal);
        Assert.InRange(stream.Number("frames", "inferred"), 10, 49);
    }

    private static async Task Says(string url, string state, string words)
    {
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "1"));
        var stream = await server.StreamIs(await server.Create(new { url }), state);
        var error = stream.Text("lastError");
        TestContext.Current.TestOutputHelper!.WriteLine(error);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }
}
