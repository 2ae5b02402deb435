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
        ("one_fwd", "out of line"), ("outfwd", "out of line"), ("clock1k", "90 times too slow"), ("half", "2 times too slow"), ("fast90", "8 times too fast"),
        ("slow83", "17 % too slow"), ("slow97", null), ("samets", "stands still"), ("zerots", "stands still"),
    ];

    [Fact]
    public async Task Whatever_a_camera_says_of_its_times_its_frames_are_inferred()
    {
        var port = PeerProcess.FreePort();
        using var cameras = await SharedCamera.Start("rtsp-camera.py", port);
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
