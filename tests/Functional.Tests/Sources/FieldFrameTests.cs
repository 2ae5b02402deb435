using System.Text.Json.Nodes;
using Functional.Tests.Field;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Cameras and files of public bug reports whose video stops, changes or never comes: shared/field, which is optional.</summary>
public sealed class FieldFrameTests
{
    // What a camera's path does, the last state that is waited for after "live", and what its error or warning says by then.
    [Theory]
    [InlineData("rtsp-camera.py", "rtsp://{0}/videodies", "reconnecting", "no data within 3 s")]
    [InlineData("rtsp-camera.py", "rtsp://{0}/videodiesaudio", "reconnecting", "audio PCMA goes on, but no video came within")]
    [InlineData("rtsp-camera.py", "rtsp://{0}/freeze", "reconnecting", "no data within 3 s")]
    [InlineData("rtsp-camera.py", "rtsp://{0}/close", "reconnecting", "the")]
    [InlineData("rtsp-camera.py", "rtsp://{0}/reschange", "live", null)]
    [InlineData("rtsp-camera.py", "rtsp://{0}/nosprop", "live", null)]
    [InlineData("rtsp-camera.py", "rtsp://{0}/audiofirst", "live", null)]
    [InlineData("hls-server.py", "http://{0}/tssize", "live", null)]
    [InlineData("hls-server.py", "http://{0}/tsreset", "live", null)]
    [InlineData("hls-server.py", "http://{0}/disc.m3u8", "live", null)]
    public async Task A_camera_is_live_while_frames_of_it_are_decoded(string script, string url, string last, string? words)
    {
        using var camera = await FieldPeer.Start(script);
        var host = $"127.0.0.1:{camera.Port}";
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "3"), ("Ingest:FrameTimeoutSeconds", "4"));
        var id = await server.Create(new { url = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, host) });
        var live = await server.StreamIs(id, "live");
        Assert.NotEqual(0, live.Number("session", "width"));
        var then = await server.StreamIs(id, last);
        if (words is not null)
            Assert.Contains(words, then.Text("lastError"), StringComparison.Ordinal);
        await Eventually.Be(async () => (await server.Stream(id)) is var now && now.Text("state") == "live" && now.Number("frames", "inferred") > live.Number("frames", "inferred") + 30, "frames come", () => then);
        (await server.Stream(id))["frames"]!.IsExact();
    }

    [Fact]
    public async Task Sound_alone_is_no_camera()
    {
        using var camera = await FieldPeer.Start("rtsp-camera.py");
        var host = $"127.0.0.1:{camera.Port}";
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "3"), ("Ingest:FrameTimeoutSeconds", "4"));
        var id = await server.Create(new { url = $"rtsp://{host}/onlyaudio" });
        Assert.Contains("no video stream", (await server.StreamIs(id, "reconnecting")).Text("lastError"), StringComparison.Ordinal);
        var late = await server.Create(new { url = $"rtsp://{host}/audiofirstlong" });
// A camera that sends, and only its first key frame is missing, is waited for.
        Assert.NotEqual(0, (await server.StreamIs(late, "live")).Number("session", "width"));
    }

    [Theory]
    [InlineData("http://{0}/tscodec"), InlineData("http://{0}/hevcswitch.m3u8")]
    public async Task A_stream_that_goes_on_in_another_codec_goes_on(string url)
    {
        using var camera = await FieldPeer.Start("hls-server.py");
        var host = $"127.0.0.1:{camera.Port}";
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, host) });
        Assert.Equal("h264", (await server.StreamIs(id, "live")).Text("session", "codec"));
        JsonNode stream = null!;
        await Eventually.Be(async () => (stream = await server.Stream(id))["lastWarning"] is not null, "it changes", () => stream);
        Assert.Contains("its video changes from h264 to hevc; it is opened again", stream.Text("lastWarning"), StringComparison.Ordinal);
        // tscodec begins anew with each connection, a playlist does not.
        if (url.EndsWith("m3u8", StringComparison.Ordinal))
            await Eventually.Be(async () => (stream = await server.Stream(id)).Text("state") == "live" && stream.Text("session", "codec") == "hevc" && stream.Number("session", "frames", "inferred") > 5, "it goes on", () => stream);
        else
            await server.StreamIs(id, "live");
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task A_file_of_two_codecs_is_run_to_its_last_frame()
    {
        using var folder = new RunFolder();
        var run = await folder.Run(FieldInput.Path("h264-then-hevc.ts"), "--json", "-");
        Assert.True(run.ExitCode == 0, run.Error);
        // 20 frames of H.264, 30 of H.265: of one size, and each from time 0 on.
        var times = RunFolder.Parse(run.Output).Select(result => long.Parse(result.GetProperty("pts90khz").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(0, 50).Select(frame => frame * 9000L), times);
    }
}
