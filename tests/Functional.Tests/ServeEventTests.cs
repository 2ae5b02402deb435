using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>Results by server-sent events.</summary>
public sealed class ServeEventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lossless_stream_gives_one_event_a_frame_in_order_and_says_when_it_is_over()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(50));
        await using var server = await ServerFixture.Start(("Inference:InputSize", "640"));
        var id = await server.Create(new { id = "gate", url = clip.Url, realtime = false });
        using var viewer = await ServeEvents.Connect(server.Http.BaseAddress!, id);
        using var other = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        Assert.Equal("text/event-stream", viewer.Answer.Content.Headers.ContentType?.ToString());
        Assert.True(viewer.Answer.Headers.CacheControl?.NoStore);
        clip.Release();

        var events = new List<ServeEvents.Event>();
        while (await viewer.Next() is { } next)
            events.Add(next);
        var results = await other.TakeAll();
        Assert.Equal(50, results.Count);
        Assert.Equal(results, events.SkipLast(1).Select(one => one.Result));
        Assert.Equal(results.Select(result => $"{result.SessionId}/{result.Sequence}"), events.SkipLast(1).Select(one => one.Id));
        Assert.Equal(("end", "the stream has ended"), (events[^1].Type, JsonNode.Parse(events[^1].Data)!.Text("reason")));
        Assert.Equal(3000, viewer.Retry);
    }

    [Fact]
    public async Task A_stream_that_is_over_tells_a_client_not_to_come_back()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(10)), realtime = false });
        await server.StreamIs(id, "ended");
        using var answer = await server.Http.SendAsync(ServeEvents.Request(id), Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task A_viewer_is_told_that_its_stream_was_removed()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var viewer = await ServeEvents.Connect(server.Http.BaseAddress!, id);
        Assert.NotNull(await viewer.Next());
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        await viewer.Take();
        Assert.Null(await viewer.Next());
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_loses_its_oldest_and_harms_nobody()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(100)), loop = true, realtime = false, model = ServerFixture.Pose, conf = 0 });
        using var slow = await ServeEvents.Connect(server.Http.BaseAddress!, id, receiveBuffer: 4096);
        using var stuck = await ServeSubscriber.Connect(server.Http.BaseAddress!, id, receiveBuffer: 4096, "stream.v1.protobuf");
        await Eventually.Be(async () => (await server.Stream(id)).Number("resultsDropped") > 0, "the slow viewers lose results");
        var memory = Environment.WorkingSet;

        using var good = await ServeEvents.Connect(server.Http.BaseAddress!, id);
        var seen = await good.Take(1000);
        Assert.Equal(1000, seen.Count);
        Assert.DoesNotContain(seen.Zip(seen.Skip(1)), pair => pair.Second.Sequence <= pair.First.Sequence);
        // What two viewers did not take of these results would be 10 MB if it were kept; other tests run in this process.
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 300_000_000);

        // What the slow one gets is in order too, with a gap where the oldest went.
        var late = await slow.Take(3000);
        Assert.Contains(late.Zip(late.Skip(1)), pair => pair.Second.Sequence > pair.First.Sequence + 1);
        Assert.DoesNotContain(late.Zip(late.Skip(1)), pair => pair.Second.Sequence <= pair.First.Sequence);
    }

    [Fact]
    public async Task A_viewer_that_vanishes_is_forgotten()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using (var viewer = await ServeEvents.Connect(server.Http.BaseAddress!, id))
            Assert.NotNull(await viewer.Next());
        await Eventually.Be(async () => (await server.Stream(id)).Number("subscribers") == 0, "nobody is subscribed");
        await server.StreamIs(id, "live");
    }

    [Fact]
    public async Task Two_hundred_viewers_by_both_ways_share_one_bound()
    {
        await using var server = await ServerFixture.Start(("Server:MaxSubscribersPerStream", "200"));
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var events = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ServeEvents.Connect(server.Http.BaseAddress!, id)));
        var sockets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ServeSubscriber.Connect(server.Http.BaseAddress!, id)));
        Assert.All(await Task.WhenAll(events.Select(viewer => viewer.Next())), Assert.NotNull);
        Assert.All(await Task.WhenAll(sockets.Select(viewer => viewer.Next())), Assert.NotNull);
        await server.Http.SendAsync(ServeEvents.Request(id), Cancel).IsBusy();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ServeSubscriber.Connect(server.Http.BaseAddress!, id));
        Assert.Contains("503", refused.Message, StringComparison.Ordinal);

        foreach (var viewer in events.Cast<IDisposable>().Concat(sockets))
            viewer.Dispose();
        await Eventually.Be(async () => (await server.Stream(id)).Number("subscribers") == 0, "all places are free");
        using var next = await ServeEvents.Connect(server.Http.BaseAddress!, id);
        Assert.NotNull(await next.Next());
    }
}
