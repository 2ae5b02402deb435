using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace Functional.Tests;

public sealed class ServeResultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A clip that waits for its viewer, and a model that is slow enough for every viewer to keep up.
    private static readonly (string, string)[] s_slow = [("Inference:InputSize", "640")];

    [Fact]
    public async Task A_lossless_stream_gives_one_result_a_frame_in_order()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(120));
        await using var server = await ServerFixture.Start(s_slow);
        var id = await server.Create(new { id = "gate", url = clip.Url, realtime = false });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        clip.Release();
        var results = await viewer.TakeAll();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, viewer.Closed);
        Assert.Equal(Enumerable.Range(0, 120).Select(index => (long)index), results.Select(result => result.Sequence));
        Assert.Equal(Enumerable.Range(0, 120).Select(index => index * 3600L), results.Select(result => result.Pts90Khz));
        Assert.All(results, result => Assert.Equal(("gate", results[0].SessionId, 160, 120, ServerFixture.Detect, 0),
            (result.StreamId, result.SessionId, result.Width, result.Height, result.Model, result.DroppedSinceLast)));
        Assert.Equal(0, (await server.StreamIs(id, "ended")).Number("resultsDropped"));
    }

    [Fact]
    public async Task Media_time_goes_on_when_a_clip_starts_again()
    {
        await using var server = await ServerFixture.Start(s_slow);
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(20)), loop = true, realtime = false });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var results = await viewer.Take(70);
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.Equal((pair.Second.Sequence - pair.First.Sequence) * 3600, pair.Second.Pts90Khz - pair.First.Pts90Khz));
    }

    [Fact]
    public async Task A_viewer_is_told_that_the_stream_was_removed_or_has_ended()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        Assert.NotNull(await viewer.Next());
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        await viewer.TakeAll();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, viewer.Closed);

        var ended = await server.Create(new { url = server.Put(ServeMedia.Clip(10)), realtime = false });
        await server.StreamIs(ended, "ended");
        using var late = await ServeSubscriber.Connect(server.Http.BaseAddress!, ended);
        Assert.Null(await late.Next());
    }

    [Fact]
    public async Task Only_a_WebSocket_of_a_known_stream_gets_results()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Http.GetAsync($"/v1/streams/{id}/results", Cancel).IsProblem(HttpStatusCode.UpgradeRequired, "Upgrade");
        await server.Http.GetAsync("/v1/streams/nobody/results", Cancel).IsProblem(HttpStatusCode.NotFound, "id");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ServeSubscriber.Connect(server.Http.BaseAddress!, "nobody"));
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_too_many_is_refused_until_one_leaves()
    {
        await using var server = await ServerFixture.Start(("Server:MaxSubscribersPerStream", "1"));
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var first = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ServeSubscriber.Connect(server.Http.BaseAddress!, id));
        Assert.Contains("503", refused.Message, StringComparison.Ordinal);

        await first.Close();
        Assert.Equal(WebSocketState.Closed, first.State);
        await Eventually.Be(async () => (await server.Stream(id)).Number("subscribers") == 0, "the place is free");
        using var second = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        Assert.NotNull(await second.Next());
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_loses_its_oldest_and_harms_nobody()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(100)), loop = true, realtime = false, model = ServerFixture.Pose, conf = 0 });
        using var slow = await ServeSubscriber.Connect(server.Http.BaseAddress!, id, receiveBuffer: 4096);
        await Eventually.Be(async () => (await server.Stream(id)).Number("resultsDropped") > 0, "the slow viewer loses results");

        using var good = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var seen = await good.Take(300);
        Assert.Equal(300, seen.Count);
        Assert.Equal(seen.Select(result => result.Sequence).Order(), seen.Select(result => result.Sequence));

        // What the slow one gets is in order too, with a gap where the oldest went.
        var late = await slow.Take(5000);
        Assert.Contains(late.Zip(late.Skip(1)), pair => pair.Second.Sequence > pair.First.Sequence + 1);
        Assert.DoesNotContain(late.Zip(late.Skip(1)), pair => pair.Second.Sequence <= pair.First.Sequence);

        var before = (await server.Stream(id)).Number("resultsDropped");
        slow.Dispose();
        await Eventually.Be(async () => (await server.Stream(id)).Number("subscribers") == 1, "the slow viewer is gone");
        Assert.True((await server.Stream(id)).Number("resultsDropped") >= before);
    }

    [Fact]
    public async Task A_viewer_that_vanishes_is_forgotten()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using (var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id))
            Assert.NotNull(await viewer.Next());
        await Eventually.Be(async () => (await server.Stream(id)).Number("subscribers") == 0, "nobody is subscribed");
        await server.StreamIs(id, "live");
    }
}
