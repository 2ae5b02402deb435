using System.Net;
using System.Net.Http.Json;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Sources that are not what they were: another size, another codec, another address, or gone every moment.</summary>
public sealed class SourceChangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_size_and_codec_after_a_reconnect_are_told_by_the_results_and_the_session()
    {
        string[] clips = [ServeMedia.Transport(), ServeMedia.Transport("320x240"), ServeMedia.Transport("96x64", "mpeg2video")];
        var (watched, seen) = (new TaskCompletionSource(), new[] { new TaskCompletionSource(), new TaskCompletionSource() });
        await using var camera = LiveSource.Of(number => clips[number], hangUp: number => number < 2 ? seen[number].Task : LiveSource.Never, watched.Task);
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        watched.SetResult();
        var results = await ReadUntil(viewer, result => result.Width == 160);
        seen[0].SetResult();
        results.AddRange(await ReadUntil(viewer, result => result.Width == 320));
        seen[1].SetResult();
        results.AddRange(await ReadUntil(viewer, result => result.Width == 96));
        Assert.Equal([(160, 120), (320, 240), (96, 64)], results.Select(result => (result.Width, result.Height)).Distinct());
        Assert.Equal(3, results.Select(result => result.SessionId).Distinct().Count());
        var stream = await server.StreamIs(id, "live");
        Assert.Equal(("mpeg2video", 96), (stream.Text("session", "codec"), (int)stream.Number("session", "width")));
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task Another_size_in_the_middle_goes_on_in_the_same_session()
    {
        var (watched, seen) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await watched.Task.WaitAsync(stop);
            await LiveSource.Answer(connection, "video/mp2t", stop);
            await connection.WriteAsync(await File.ReadAllBytesAsync(ServeMedia.Transport(), stop), stop);
            await seen.Task.WaitAsync(stop);
            await connection.WriteAsync(await File.ReadAllBytesAsync(ServeMedia.Transport("320x240"), stop), stop);
            await LiveSource.Never.WaitAsync(stop);
        });
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        watched.SetResult();
        var results = await ReadUntil(viewer, result => result.Width == 160);
        seen.SetResult();
        results.AddRange(await ReadUntil(viewer, result => result.Width == 320));
        Assert.Equal([(160, 120), (320, 240)], results.Select(result => (result.Width, result.Height)).Distinct());
        Assert.Single(results.Select(result => result.SessionId).Distinct());
        Assert.Equal((320, 240), ((int)(await server.Stream(id)).Number("session", "width"), (int)(await server.Stream(id)).Number("session", "height")));
    }

    [Fact]
    public async Task Another_address_is_opened_at_once_in_a_new_session_of_the_same_stream()
    {
        await using var camera = LiveSource.Of(_ => ServeMedia.Transport("320x240"), hangUp: _ => LiveSource.Never);
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true, conf = 0.5 });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var before = (await viewer.Next())!;
        using var moved = await server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { url = camera.Url }, Cancel);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var results = await ReadUntil(viewer, result => result.Width == 320);
        Assert.NotEqual(before.SessionId, results[^1].SessionId);
        var stream = await server.StreamIs(id, "live");
        Assert.Equal((camera.Url, 0, 0.5), (stream.Text("url"), stream.Number("reconnects"), stream["options"]!["conf"]!.GetValue<double>()));
        stream["frames"]!.IsExact();

        await server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { url = "ftp://host/a" }, Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "url");
        await server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { url = "" }, Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "url");
        var ended = await server.Create(new { url = server.Put(ServeMedia.Clip(10)), realtime = false });
        await server.StreamIs(ended, "ended");
        await server.Http.PatchAsJsonAsync($"/v1/streams/{ended}", new { url = camera.Url }, Cancel).IsProblem(HttpStatusCode.Conflict, "url");
    }

    [Fact]
    public async Task A_camera_that_comes_and_goes_is_asked_ever_less_often()
    {
        await using var camera = LiveSource.Of(_ => ServeMedia.Transport(), hangUp: _ => Task.CompletedTask);
        await using var server = await ServerFixture.Start(("Ingest:ReconnectMinMilliseconds", "10"), ("Ingest:ReconnectMaxMilliseconds", "600000"));
        var id = await server.Create(new { url = camera.Url });
        await Eventually.Be(() => camera.Connections >= 6, "it is tried again");
        // Pauses of at least 5, 10, 20, … ms: after twelve connections the next takes more than 10 s.
        var stream = await server.StreamIs(id, "reconnecting");
        Assert.Contains("hung up", stream.Text("lastError"), StringComparison.Ordinal);
        Assert.InRange(camera.Connections, 6, 15);
    }

    [Fact]
    public async Task Streams_that_come_and_go_leave_another_alone()
    {
        await using var camera = LiveSource.Of(_ => ServeMedia.Transport(), hangUp: _ => Task.CompletedTask);
        await using var server = await ServerFixture.Start();
        var steady = await server.Create(new { id = "steady", url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, steady);
        var first = (await viewer.Next())!;
        for (var round = 0; round < 3; round++)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => server.Create(new { url = i % 2 == 0 ? camera.Url : "rtsp://127.0.0.1:1/none" })));
            await Task.WhenAll(ids.Select(id => server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { conf = 0.9, url = camera.Url }, Cancel)));
            await Task.WhenAll(ids.Select(id => server.Http.DeleteAsync($"/v1/streams/{id}", Cancel)));
        }

        var after = await server.Stream(steady);
        var results = await ReadUntil(viewer, result => result.Sequence >= after.Number("frames", "received"));
        Assert.All(results, result => Assert.Equal(first.SessionId, result.SessionId));
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.Equal(1 + pair.Second.DroppedSinceLast, pair.Second.Sequence - pair.First.Sequence));
        Assert.Equal((0, "live"), ((int)after.Number("reconnects"), after.Text("state")));
        Assert.Single((await server.Http.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/v1/streams", Cancel))!["streams"]!.AsArray());
    }

    private static async Task<List<FrameResult>> ReadUntil(ServeSubscriber viewer, Func<FrameResult, bool> last)
    {
        var results = new List<FrameResult>();
        do
            results.Add((await viewer.Next())!);
        while (!last(results[^1]));
        return results;
    }
}
