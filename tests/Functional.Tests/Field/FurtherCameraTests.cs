using System.Text;
using System.Text.Json.Nodes;
using Functional.Tests.Sources;
using Testing.Cameras;
using Xunit;

namespace Functional.Tests.Field;

/// <summary>Cameras that others met: each row names where it was reported, and what it must come to here. What was mended for it is in this folder's README.</summary>
public sealed class FurtherCameraTests
{
    private const string Video = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{0}\r\na=control:trackID=1\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Descriptions => new()
    {
        { "go2rtc 336, TP-LINK: a media line that is no media", Session(Video + "m=application/TP-LINK 0 RTP/AVP smart/1/90000\r\na=rtpmap:95 TP-LINK/90000\r\na=control:track3\r\n") },
        { "go2rtc 708, MERCURY: c= and b= after m=, a range in the media", Session("m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:4096\r\na=range:npt=0-\r\na=control:track1\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1; profile-level-id=640016{0}\r\nm=application/MERCURY 0 RTP/AVP smart/1/90000\r\na=rtpmap:95 MERCURY/90000\r\na=control:track3\r\n") },
        { "mediamtx 3669, Hikvision: sound's fmtp of another payload type, no sets, mode 0", Session("m=video 0 RTP/AVP 96\r\ni=Video Media\r\nb=AS:2048\r\na=recvonly\r\na=control:trackID=video\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=4D0014;packetization-mode=0\r\nm=audio 0 RTP/AVP 104\r\na=control:trackID=audio\r\na=rtpmap:104 MPEG4-GENERIC/16000\r\na=fmtp:97 streamtype=5;mode=AAC-hbr;config=1408\r\na=Media_header:MEDIAINFO=494D4B48;\r\n") },
        { "mediamtx 861: sprop-parameter-sets without a value", Session("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1; sprop-parameter-sets=; profile-level-id=64001F\r\na=control:trackID=1\r\n") },
        { "mediamtx 231: an origin of negative numbers, without a user", "v=0\r\no=-2208991488 2208991488 IN IP4 10.255.1.119\r\ns=-\r\nt=0 0\r\na=control:*\r\n" + Video },
        { "mediamtx 2708, Axis 221: an origin of negative numbers", "v=0\r\no=- -8959200248001175080 -8959200248001175080 IN IP4 10.0.0.1\r\ns=Media Presentation\r\nt=0 0\r\na=control:*\r\n" + Video },
        { "mediamtx 5033, Uniview: c=IN and no more", "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=x\r\nc=IN \r\nt=0 0\r\na=control:*\r\n" + Video },
        { "FFmpeg PR 181, Hikvision: parameter sets without the picture's", Session("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IAH5WoPASaEAAAcIAAFfkIQA==,\r\na=control:trackID=1\r\n") },
        { "mediamtx 787: fmtp with a mode alone", Session("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:trackID=1\r\n") },
        { "go2rtc 560: no a=control", Session("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{0}\r\n", control: "") },
        { "home-assistant 148059: every control an address of its own, c= after t=", "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=rtsp_demo\r\nt=0 0\r\nc=IN IP4 127.0.0.1\r\na=control:{1}\r\na=range:npt=0-\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{0}\r\na=control:{1}/track1\r\nm=audio 0 RTP/AVP 97\r\na=rtpmap:97 PCMA/8000/1\r\na=control:{1}/track2\r\n" },
        { "go2rtc 679: three lines, none of a session", "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\n" },
        { "thingino 1621: no end of the last line", Session(Video).TrimEnd('\n', '\r') },
        { "media-server PR 376: lines that end with LF", Session(Video).Replace("\r\n", "\n", StringComparison.Ordinal) },
        { "retina 26, Anpviz: an empty attribute, no order", "v=0\r\no=- 1109162014219182 1109162014219192 IN IP4 x.y.z.w\r\ns=RTSP/RTP stream\r\ne=NONE\r\nc=IN IP4 0.0.0.0\r\na=\r\nt=0 0\r\na=control:*\r\n" + Video },
        { "SharpRTSP PR 119, Hanwha: i= in the second line", "v=0\r\ni=first\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=x\r\nt=0 0\r\na=control:*\r\n" + Video },
    };

    [Theory, MemberData(nameof(Descriptions))]
    public async Task A_description_that_others_stumbled_over_is_played(string reported, string description)
    {
        Assert.NotEmpty(reported);
        await using var camera = new RtspCamera(File.ReadAllBytes(ServeMedia.CameraVideo())) { Description = description }.Start();
        await Plays(camera.Url());
    }

    [Fact] // go2rtc 208: Content-Base names its scheme twice
    public async Task A_base_with_two_schemes()
    {
        RtspCamera camera = null!;
        await using (camera = new RtspCamera(File.ReadAllBytes(ServeMedia.CameraVideo())) { Reply = request => request.Method == "DESCRIBE" ? $"200 OK\r\nContent-Base: rtsp://{request.Url}/\r\nContent-Type: application/sdp\r\n\r\n{camera.DescriptionFor(request.Url)}" : null }.Start())
            await Plays(camera.Url());
    }

    [Fact] // curl PR 10808: bytes between the interleaved packets that belong to none
    public async Task Bytes_between_packets()
    {
        await using var camera = new RtspCamera(File.ReadAllBytes(ServeMedia.CameraVideo())) { Junk = [0x24, 0x09, 0x00, 0x04, 1, 2, 3, 4, .. "rubbish"u8] }.Start();
        await Plays(camera.Url());
    }

    [Fact] // ExoPlayer 1654, mpp 523: intra refresh, so no IDR ever comes after the first, and that was before we came
    public async Task Intra_refresh_that_is_joined_in_the_middle()
    {
        await using var camera = new RtspCamera(File.ReadAllBytes(ServeMedia.IntraRefresh())) { FirstFrame = 5 }.Start();
        await Plays(camera.Url());
    }

    [Fact] // ExoPlayer 1654, as MPEG-TS over HTTP
    public async Task Intra_refresh_in_a_transport_stream_that_is_joined_in_the_middle()
    {
        var bytes = await File.ReadAllBytesAsync(ServeMedia.IntraRefreshTransport(), Cancel);
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await LiveSource.Answer(connection, "video/mp2t", stop);
            // From a packet in the middle of the second second on, at its own speed.
            for (var at = bytes.Length / 188 / 6 * 188; ; at = 0)
            {
                for (; at < bytes.Length; at += 188 * 4)
                {
                    await connection.WriteAsync(bytes.AsMemory(at, Math.Min(188 * 4, bytes.Length - at)), stop);
                    await Task.Delay(6, stop);
                }
            }
        });
        await Plays(camera.Url);
    }

    [Fact] // arduino-esp32 3597: the answer has no status line, so that each connection is good for a picture
    public async Task A_camera_that_answers_without_a_status_line_is_asked_picture_by_picture()
    {
        await using var camera = new LiveSource(async (number, connection, stop) =>
        {
            var picture = ServeMedia.Picture("jpg", number % 2 == 0 ? "red" : "blue");
            for (; ; await Task.Delay(100, stop))
                await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), .. picture, .. "\r\n"u8], stop);
        });
        await Plays(camera.Url, targetFps: 10);
    }

    [Fact] // go2rtc 545: multipart, and the parts are H.264
    public async Task Parts_that_are_no_pictures_are_named()
    {
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await LiveSource.Answer(connection, "multipart/x-mixed-replace;boundary=data-boundary--", stop);
            for (; ; await Task.Delay(50, stop))
                await connection.WriteAsync((byte[])[.. "--data-boundary--\r\nContent-Type: video/x-h264\r\nContent-Length: 3000\r\nX-FrameType: 0\r\n\r\n"u8, .. new byte[3000], .. "\r\n"u8], stop);
        });
        await Says(camera.Url, "video/x-h264");
    }

    private static string Session(string media, string control = "a=control:*\r\n") => $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\n{control}{media}";

    private static async Task Plays(string url, double targetFps = 0)
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url, targetFps });
        JsonNode? stream = null;
        await Eventually.Be(async () => (stream = await server.Stream(id)).Number("frames", "inferred") >= 10, "frames are inferred", () => stream, TimeSpan.FromSeconds(30));
        (await server.Stream(id))["frames"]!.IsExact();
    }

    private static async Task Says(string url, string words)
    {
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "2"));
        var id = await server.Create(new { url });
        await Eventually.Be(async () => (await server.Stream(id))["lastError"] is not null, "it says what is wrong");
        Assert.Contains(words, (await server.Stream(id)).Text("lastError"), StringComparison.Ordinal);
    }
}
