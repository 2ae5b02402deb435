using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace Functional.Tests;

public sealed class ServeResultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A clip that waits for its viewer, and a model that is slow enough for every viewer to keep up.
    private static readonly (string, string)[] Slow = [("Inference:InputSize", "640")];

    [Fact]
    public async Task A_lossless_stream_gives_one_result_a_frame_in_order()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(120));
        await using var server = await ServerFixture.Start(Slow);
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
        await using var server = await ServerFixture.Start(Slow);
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
    public async Task Results_of_nobody_are_not_found()
    {
        await using var server = await ServerFixture.Start();
        await server.Http.GetAsync("/v1/streams/nobody/results", Cancel).IsProblem(HttpStatusCode.NotFound, "id");
        await server.Http.SendAsync(ServeEvents.Request("nobody"), Cancel).IsProblem(HttpStatusCode.NotFound, "id");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ServeSubscriber.Connect(server.Http.BaseAddress!, "nobody"));
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.UpgradeRequired, "Upgrade"), InlineData("*/*", HttpStatusCode.UpgradeRequired, "Upgrade"), InlineData("text/*", HttpStatusCode.UpgradeRequired, "Upgrade")]
    [InlineData("application/json", HttpStatusCode.NotAcceptable, "Accept"), InlineData("text/html, application/xml", HttpStatusCode.NotAcceptable, "Accept")]
    [InlineData("text/event-stream;q=0, application/json", HttpStatusCode.NotAcceptable, "Accept")]
    public async Task A_request_that_asks_for_neither_way_is_told_both(string? accept, HttpStatusCode status, string field)
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/streams/{id}/results");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await server.Http.SendAsync(request, Cancel);
        Assert.Equal(status == HttpStatusCode.UpgradeRequired ? "websocket" : "", $"{answer.Headers.Upgrade}");
        var detail = await Task.FromResult(answer).IsProblem(status, field);
        Assert.Contains("WebSocket", detail, StringComparison.Ordinal);
        Assert.Contains("text/event-stream", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("stream.v1.json"), InlineData("stream.v1.protobuf"), InlineData("other.v2,stream.v1.protobuf,stream.v1.json")]
    public async Task The_subprotocol_is_the_clients_choice(string asked)
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(20));
        await using var server = await ServerFixture.Start(Slow);
        var id = await server.Create(new { url = clip.Url, realtime = false });
        using var plain = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id, subprotocols: asked.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(asked.Split(',').FirstOrDefault(name => name.StartsWith("stream.v1.", StringComparison.Ordinal)), viewer.Subprotocol);
        Assert.Null(plain.Subprotocol);
        clip.Release();
        var results = await viewer.TakeAll();
        Assert.Equal(20, results.Count);
        Assert.Equal(await plain.TakeAll(), results);
    }

    [Fact]
    public async Task A_client_that_speaks_only_other_subprotocols_is_refused_with_the_known_ones()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ServeSubscriber.Connect(server.Http.BaseAddress!, id, subprotocols: ["mqtt", "stream.v2.json"]));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await server.Stream(id)).Number("subscribers"));
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
