using System.Diagnostics;
using System.Net.Sockets;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Cameras of real servers, killed and started again: the stream is live again within 5 seconds, in a new session. RTSP is in ServeRtspTests.</summary>
public sealed class SourceReconnectTests
{
    [Fact]
    public async Task An_RTMP_server_that_was_away_is_played_again()
    {
        var port = PeerProcess.FreePort();
        await ComesBack($"rtmp://127.0.0.1:{port}/live/door", () => Task.FromResult<IAsyncDisposable>(new Peer(FfmpegPeer.Rtmp(port))));
    }

    [Fact]
    public async Task An_SRT_listener_that_was_away_is_played_again()
    {
        var port = PeerProcess.FreePort();
        await ComesBack($"srt://127.0.0.1:{port}", () => Task.FromResult<IAsyncDisposable>(new Peer(FfmpegPeer.Srt(port))));
    }

    [Fact]
    public async Task An_SRT_caller_that_was_away_may_call_again()
    {
        var port = PeerProcess.FreePort();
        await ComesBack($"srt://127.0.0.1:{port}?mode=listener", () => Task.FromResult<IAsyncDisposable>(new Peer(FfmpegPeer.SrtCaller(port))));
    }

    [Fact]
    public async Task Motion_JPEG_that_was_away_is_played_again_with_times_of_its_own()
    {
        var port = PeerProcess.FreePort();
        var (before, _) = await ComesBack($"http://127.0.0.1:{port}/live", () => Task.FromResult<IAsyncDisposable>(new MotionJpeg(port)));
        // Ten a second; libav would count 25.
        var frames = before[^1].Sequence - before[0].Sequence;
        Assert.InRange((before[^1].Pts90Khz - before[0].Pts90Khz) / frames, 6000, 60_000);
    }

    [Fact]
    public async Task A_live_playlist_that_was_away_is_played_again_at_its_own_speed()
    {
        using var folder = new TemporaryFolder();
        var port = PeerProcess.FreePort();
        var (before, seconds) = await ComesBack($"http://127.0.0.1:{port}/live.m3u8", async () =>
        {
            var web = await WebFolder.Start(port);
            var camera = FfmpegPeer.Hls(web.PathOf("live.m3u8"));
            await Eventually.Be(() => File.Exists(web.PathOf("live.m3u8")), "a playlist is there");
            return new Peer(camera, web);
        });
        // Segments of a second come at once, and are not inferred at once.
        Assert.True(seconds > 0.8 * (before[^1].Pts90Khz - before[0].Pts90Khz) / 90_000.0 - 1, $"{before.Count} results in {seconds:0.0} s");
    }

    /// <returns>Results of the first session, and in how many seconds they came.</returns>
    private static async Task<(List<FrameResult> Before, double Seconds)> ComesBack(string url, Func<Task<IAsyncDisposable>> start)
    {
        var camera = await start();
        await using var server = await ServerFixture.Start(("Ingest:AllowListeners", "true"));
        var id = await server.Create(new { url });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var first = (await viewer.Next())!;
        var started = Stopwatch.GetTimestamp();
        List<FrameResult> before = [first, .. await viewer.Take(20)];
        var played = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await camera.DisposeAsync();
        var lost = await server.StreamIs(id, "reconnecting");
        Assert.NotEmpty(lost.Text("lastError"));
        lost["frames"]!.IsExact();

        await using var back = await start();
        started = Stopwatch.GetTimestamp();
        FrameResult after;
        do
            after = (await viewer.Next())!;
        while (after.SessionId == before[0].SessionId);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine($"lost: {lost.Text("lastError")}; the first result came {seconds:0.00} s after the camera");
        // 5 s is the goal; a machine that does much else is given three times as long.
        Assert.InRange(seconds, 0, 15);
        return (before, played);
    }

    private sealed class Peer(FfmpegPeer camera, WebFolder? web = null) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            camera.Dispose();
            if (web is not null)
                await web.DisposeAsync();
        }
    }

    /// <summary>Ten parts a second, none of which tells a time.</summary>
    private sealed class MotionJpeg(int port) : IAsyncDisposable
    {
        private readonly LiveSource _camera = new(Play, port);

        public ValueTask DisposeAsync() => _camera.DisposeAsync();

        private static async Task Play(int number, NetworkStream connection, CancellationToken stop)
        {
            var picture = ServeMedia.Picture("jpg");
            await LiveSource.Answer(connection, "multipart/x-mixed-replace; boundary=frame", stop);
            using var beat = new PeriodicTimer(TimeSpan.FromSeconds(0.1));
            while (await beat.WaitForNextTickAsync(stop))
            {
                await connection.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), stop);
                await connection.WriteAsync(picture, stop);
                await connection.WriteAsync("\r\n"u8.ToArray(), stop);
            }
        }
    }
}
