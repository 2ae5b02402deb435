using System.Collections.Concurrent;
using System.Text;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A URL that gives one picture each time it is asked: a live stream by asking, at the rate that is wanted.</summary>
public sealed class SnapshotSourceTests
{
    private static readonly string[] Colours = ["red", "green", "blue", "white"];

    [Theory, InlineData("jpg", "image/jpeg"), InlineData("png", "image/png"), InlineData("jpg", "application/octet-stream")]
    public async Task It_is_asked_as_often_as_frames_are_wanted_and_that_may_change(string extension, string type)
    {
        await using var camera = new SnapshotCamera(number => (200, type, ServeMedia.Picture(extension, Colours[number % 4])));
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url, targetFps = 0.05 });
        await server.StreamIs(id, "live");
        using (await server.Http.PatchAsync($"/v1/streams/{id}", new StringContent("""{"targetFps":10}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)) { }
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") >= 10, "ten pictures are inferred", () => server.Stream(id));
        var stream = await server.Stream(id);
        Assert.Equal(("live", 0), (stream.Text("state"), (int)stream.Number("reconnects")));
        stream["frames"]!.IsExact();
        // No faster than that; the first of them may come late.
        var asked = camera.Asked.Skip(1).ToArray();
        Assert.True((asked[^1] - asked[0]).TotalSeconds >= (asked.Length - 3) / 10.0, string.Join(' ', asked));
    }

    [Fact]
    public async Task The_same_bytes_are_no_new_frame()
    {
        await using var camera = new SnapshotCamera(_ => (200, "image/jpeg", ServeMedia.Picture("jpg")));
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url, targetFps = 20 });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") >= 2, "it is given again after a while", () => server.Stream(id));
        var stream = await server.Stream(id);
        Assert.Equal("live", stream.Text("state"));
        Assert.InRange(stream.Number("frames", "dropped", "notDecoded"), 20, 10_000);
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task A_camera_that_fails_now_and_then_stays_live_and_one_that_is_away_comes_back()
    {
        var away = false;
        await using var camera = new SnapshotCamera(number => Volatile.Read(ref away) || number % 3 == 1 ? (503, "text/plain", "busy"u8.ToArray()) : (200, "image/jpeg", ServeMedia.Picture("jpg", Colours[number % 4])));
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "2"));
        var id = await server.Create(new { url = camera.Url, targetFps = 20 });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") >= 5, "pictures are inferred", () => server.Stream(id));
        Assert.Equal(0, (await server.Stream(id)).Number("reconnects"));
        Volatile.Write(ref away, true);
        var lost = await server.StreamIs(id, "reconnecting");
        Assert.Contains("the server answers 503", lost.Text("lastError"), StringComparison.Ordinal);
        Volatile.Write(ref away, false);
        await server.StreamIs(id, "live");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Run_takes_one_picture(bool saysItsLength)
    {
        await using var camera = new SnapshotCamera(_ => (200, "image/jpeg", ServeMedia.Picture("jpg")), saysItsLength);
        using var folder = new RunFolder();
        var run = await folder.Run(camera.Url);
        Assert.Equal((0, "", 1), (run.ExitCode, run.Error, RunFolder.Parse(run.Output)[^1].GetProperty("frames").GetInt32()));
    }

    /// <summary>Answers each request by what a test says of its number.</summary>
    private sealed class SnapshotCamera : IAsyncDisposable
    {
        private readonly LiveSource _camera;

        public SnapshotCamera(Func<int, (int Status, string Type, byte[] Body)> answer, bool saysItsLength = true) => _camera = new(async (number, connection, stop) =>
        {
            Asked.Enqueue(TimeProvider.System.GetElapsedTime(0));
            var (status, type, body) = answer(number);
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} As Told\r\nContent-Type: {type}\r\n{(saysItsLength ? $"Content-Length: {body.Length}\r\n" : "")}\r\n"), stop);
            await connection.WriteAsync(body, stop);
        });

        public ConcurrentQueue<TimeSpan> Asked { get; } = [];

        public string Url => _camera.Url;

        public ValueTask DisposeAsync() => _camera.DisposeAsync();
    }
}
