using Functional.Tests.Field;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Cameras whose times are wrong, each as somebody reported it: what they send is inferred, at times that are true to the clock on the wall.</summary>
public sealed class CameraClockTests
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(24);

    // A camera's quirk, and what is said of it; null: nothing, since its times are as they should be or nearly so.
    private static readonly (string Quirk, string? Warning)[] Cameras =
    [
        ("plain", null), ("wrap", null), ("wrapseq", null), ("ssrc", "jumped"), ("jumpfwd", "jumped"), ("jumpback", "jumped"),
        ("one_fwd", "out of line"), ("outfwd", "out of line"), ("clock1k", "90 times too slow"), ("half", "2 times too slow"), ("fast90", "times too fast"),
        ("slow83", "% too slow"), ("slow97", null), ("samets", "stands still"), ("zerots", "stands still"),
    ];

    // A transport stream's times, with B-frames or without.
    private static readonly (string Name, string Times, int BFrames, string? Warning)[] Transports =
    [
        ("right", "pts=PTS", 0, null), ("right-b", "pts=PTS", 3, null), ("half-b", "pts=PTS/2:dts=DTS/2", 3, "times too slow"), ("milli-b", "pts=PTS/90:dts=DTS/90", 3, "too slow"),
        ("fast-b", "pts=PTS*3:dts=DTS*3", 3, "times too fast"), ("outlier", "pts=PTS+9800*90000*not((N-13)/20-floor((N-13)/20)):dts=DTS", 0, "out of line"),
    ];

    [Fact]
    public async Task Whatever_the_times_of_a_transport_stream_its_frames_are_inferred_in_order()
    {
        await using var server = await ServerFixture.Start();
        var watched = await Task.WhenAll(Transports.Select(async transport =>
        {
            await using var camera = LiveSource.InRealTime(ServeMedia.WrongTimes(transport.Name, transport.Times, transport.BFrames), TimeSpan.FromMilliseconds(100));
            return await SourceWatch.Run(server, camera.Url, TimeSpan.FromSeconds(20));
        }));
        SourceWatch.Report(Transports.Select(transport => transport.Name).Zip(watched));
        Assert.All(Transports.Zip(watched), pair =>
        {
            pair.Second.IsWhole(frames: 200);
            Assert.Equal(pair.First.Warning is null, pair.Second.Warning is null);
            Assert.Contains(pair.First.Warning ?? "", pair.Second.Warning ?? "", StringComparison.Ordinal);
        });
    }

    [Theory, InlineData("rtmp"), InlineData("srt")]
    public async Task A_publisher_whose_clock_runs_at_half_speed_loses_no_frames_to_it(string protocol)
    {
        var port = PeerProcess.FreePort();
        await using var server = await ServerFixture.Start();
        using var camera = protocol == "rtmp" ? FfmpegPeer.Rtmp(port, "ts=TS/2") : FfmpegPeer.Srt(port, "ts=TS/2");
        var watch = await SourceWatch.Run(server, protocol == "rtmp" ? $"rtmp://127.0.0.1:{port}/live/door" : $"srt://127.0.0.1:{port}", TimeSpan.FromSeconds(15));
        SourceWatch.Report([(protocol, watch)]);
        watch.IsWhole(frames: 15 * 25, mayReconnect: true);
        Assert.Contains("times too slow", watch.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_playlist_whose_times_begin_again_is_played_on()
    {
        using var web = await FieldPeer.Start("hls-server.py");
        var port = web.Port;
        await using var server = await ServerFixture.Start();
        string[] paths = ["plain.m3u8", "disc.m3u8", "tslive", "tsreset"];
        var watched = await Task.WhenAll(paths.Select(path => SourceWatch.Run(server, $"http://127.0.0.1:{port}/{path}", Watch)));
        SourceWatch.Report(paths.Zip(watched));
        Assert.All(watched.Skip(1), stream => stream.IsWhole(frames: watched[0].Received));
    }

    [Fact]
    public async Task Whatever_a_camera_says_of_its_times_its_frames_are_inferred()
    {
        using var cameras = await FieldPeer.Start("rtsp-camera.py");
        var port = cameras.Port;
        await using var server = await ServerFixture.Start(("Ingest:MaxStreams", "64"));
        var watched = await Task.WhenAll(Cameras.Select(camera => SourceWatch.Run(server, $"rtsp://127.0.0.1:{port}/{camera.Quirk}", Watch)));
        SourceWatch.Report(Cameras.Select(camera => camera.Quirk).Zip(watched));
        Assert.All(Cameras.Zip(watched), pair =>
        {
            pair.Second.IsWhole(frames: Watch.TotalSeconds * 10);
            if (pair.First.Warning is { } warning)
                Assert.Contains(warning, pair.Second.Warning, StringComparison.Ordinal);
        });
        Assert.All(watched.Take(3), good => Assert.Null(good.Warning));
    }
}
