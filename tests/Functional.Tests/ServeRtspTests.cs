using System.Diagnostics;
using System.Text.Json.Nodes;
using Wire.V1;
using Xunit;

namespace Functional.Tests;

public sealed class ServeRtspTests
{
    [Fact]
    public async Task A_camera_is_played()
    {
        var port = PeerProcess.FreePort();
        using var camera = await ServeRtspPeer.Start(port);
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = ServeRtspPeer.Url(port) });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var results = await viewer.Take(50);
        Assert.All(results, result => Assert.Equal((320, 240), (result.Width, result.Height)));
        // 25 frames/s; a frame that was dropped leaves its gap.
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.InRange(pair.Second.Pts90Khz - pair.First.Pts90Khz - 3600 * (pair.Second.Sequence - pair.First.Sequence), -90, 90));
        var stream = await server.Stream(id);
        stream["frames"]!.IsExact();
        Assert.Equal(("live", "h264", 0), (stream.Text("state"), stream.Text("session", "codec"), (int)stream.Number("reconnects")));
    }

    [Theory, InlineData("udp"), InlineData("auto")]
    public async Task A_camera_that_speaks_nothing_but_UDP_is_played_where_that_was_asked_for(string rtspTransport)
    {
        var port = PeerProcess.FreePort();
        using var camera = await ServeRtspPeer.Start(port, "udp");
        await using var server = await ServerFixture.Start();
        var refused = await server.Create(new { url = ServeRtspPeer.Url(port) });
        var id = await server.Create(new { url = ServeRtspPeer.Url(port), rtspTransport });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        Assert.All(await viewer.Take(20), result => Assert.Equal(320, result.Width));
        Assert.Contains("choose another transport", (await server.StreamIs(refused, "reconnecting")).Text("lastError"), StringComparison.Ordinal);
        await server.Post(new { url = ServeRtspPeer.Url(port), rtspTransport = "smoke" }).IsProblem(System.Net.HttpStatusCode.UnprocessableEntity, "rtspTransport");
    }

    [Fact]
    public async Task A_camera_that_was_away_is_live_again_within_5_seconds_in_a_new_session()
    {
        var port = PeerProcess.FreePort();
        var camera = await ServeRtspPeer.Start(port);
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = ServeRtspPeer.Url(port) });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var before = (await viewer.Take(10))[^1];
        camera.Dispose();
        var lost = await server.StreamIs(id, "reconnecting");
        Assert.NotNull(lost["lastError"]);
        lost["frames"]!.IsExact();
        Assert.Equal(0, lost.Number("frames", "inFlight"));

        using var back = await ServeRtspPeer.Start(port);
        var started = Stopwatch.GetTimestamp();
        FrameResult after;
        do
            after = (await viewer.Next())!;
        while (after.SessionId == before.SessionId);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine($"the first result came {seconds:0.00} s after the camera");
        Assert.InRange(seconds, 0, 5);

        var live = await server.StreamIs(id, "live");
        Assert.Equal(after.SessionId, live.Text("session", "id"));
        Assert.True(live.Number("reconnects") >= 1);
        AssertSum(live, lost);
    }

    /// <summary>The stream's frames are those of the sessions before and of the present one.</summary>
    private static void AssertSum(JsonNode live, JsonNode lost)
    {
        live["frames"]!.IsExact();
        live["session"]!["frames"]!.IsExact();
        Assert.True(live.Number("frames", "received") >= lost.Number("frames", "received") + 1, live.ToJsonString());
    }
}
