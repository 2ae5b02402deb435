using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace Functional.Tests;

[Trait("Ring", "quick")]
public sealed class ServeStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_played_to_its_end_and_every_frame_is_accounted_for()
    {
        await using var server = await ServerFixture.Start();
        using var answer = await server.Post(new { id = "gate", url = server.Put(ServeMedia.Clip(50)), realtime = false });
        Assert.Equal((HttpStatusCode.Created, "/v1/streams/gate"), (answer.StatusCode, answer.Headers.Location?.OriginalString));

        var stream = await server.StreamIs("gate", "ended");
        Assert.Null(stream["lastError"]);
        Assert.Equal((50, 50, 0), (stream.Number("frames", "received"), stream.Number("frames", "inferred"), stream.Number("frames", "inFlight")));
        stream["frames"]!.IsExact();
        Assert.Equal(("h264", 160), (stream.Text("session", "codec"), (int)stream.Number("session", "width")));
    }

    [Fact]
    public async Task Streams_are_listed_in_the_order_they_came_until_they_are_removed()
    {
        await using var server = await ServerFixture.Start();
        var clip = server.Put(ServeMedia.Clip(25));
        string[] ids = [await server.Create(new { url = clip, loop = true }), await server.Create(new { id = "b", url = clip }), await server.Create(new { id = "a", url = clip })];
        Assert.Equal(ids, await Listed());

        using var removed = await server.Http.DeleteAsync($"/v1/streams/{ids[0]}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(ids[1..], await Listed());
        await server.Http.DeleteAsync($"/v1/streams/{ids[0]}", Cancel).IsProblem(HttpStatusCode.NotFound, "id");
        await server.Http.GetAsync($"/v1/streams/{ids[0]}", Cancel).IsProblem(HttpStatusCode.NotFound, "id");

        async Task<string[]> Listed()
        {
            using var answer = await server.Http.GetAsync("/v1/streams", Cancel);
            return [.. (await answer.Json())["streams"]!.AsArray().Select(stream => stream!.Text("id"))];
        }
    }

    [Fact]
    public async Task A_source_that_nobody_answers_at_is_created_at_once_and_tried_again()
    {
        await using var server = await ServerFixture.Start(("Ingest:ReconnectMinMilliseconds", "10"));
        // Port 1 is refused at once.
        var id = await server.Create(new { url = "rtsp://127.0.0.1:1/live" });
        var stream = await server.StreamIs(id, "reconnecting");
        Assert.Contains("refused", stream.Text("lastError"), StringComparison.Ordinal);
        Assert.Null(stream["session"]);
        await Eventually.Be(async () => (await server.Stream(id)).Number("reconnects") >= 3, "it is tried three times");
        // A camera that stays away says so once.
        Assert.Single(server.Log.Lines, line => line.Contains("was lost", StringComparison.Ordinal));
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task A_source_that_never_speaks_is_connecting_and_can_be_removed_at_once()
    {
        using var mute = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "300"));
        var id = await server.Create(new { url = $"rtsp://{mute.LocalEndpoint}/live" });
        using var connection = await mute.AcceptTcpClientAsync(Cancel);
        Assert.Equal("connecting", (await server.Stream(id)).Text("state"));
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Theory]
    [InlineData("missing.mp4", "no such file"), InlineData("text.mp4", "text.mp4"), InlineData("folder", "folder")]
    public async Task A_file_that_cannot_be_played_fails_with_the_reason(string url, string reason)
    {
        await using var server = await ServerFixture.Start();
        await File.WriteAllTextAsync(Path.Combine(server.Files, "text.mp4"), "no video", Cancel);
        Directory.CreateDirectory(Path.Combine(server.Files, "folder"));
        var stream = await server.StreamIs(await server.Create(new { url }), "failed");
        Assert.Contains(reason, stream.Text("lastError"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, stream.Number("reconnects"));
    }

    [Fact]
    public async Task A_class_that_the_model_has_not_fails_the_stream_and_no_other()
    {
        await using var server = await ServerFixture.Start();
        var clip = server.Put(ServeMedia.Clip(25));
        var good = await server.Create(new { url = clip, loop = true });
        var failed = await server.StreamIs(await server.Create(new { url = clip, classes = new[] { "unicorn" } }), "failed");
        Assert.Contains("'unicorn' is no class of tiny", failed.Text("lastError"), StringComparison.Ordinal);
        await server.StreamIs(good, "live");
    }

    [Fact]
    public async Task A_change_takes_effect_while_frames_flow()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true, conf = 0 });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        Assert.NotEmpty((await viewer.Next())!.Objects);

        using var changed = await server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { conf = 1, classes = new[] { "thing5" } }, Cancel);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var options = (await changed.Json())["options"]!;
        Assert.Equal((1.0, "thing5"), (options["conf"]!.GetValue<double>(), options["classes"]![0]!.GetValue<string>()));
        await Eventually.Be(async () => (await viewer.Next())!.Objects.Count == 0, "nothing is found any more");

        await server.Http.PatchAsJsonAsync($"/v1/streams/{id}", new { classes = new[] { "unicorn" } }, Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "classes");
        Assert.Equal("thing5", (await server.Stream(id))["options"]!["classes"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Half_the_frame_rate_gives_half_the_results()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(100)), realtime = false, targetFps = 12.5 });
        var stream = await server.StreamIs(id, "ended");
        Assert.Equal((100, 50, 50), (stream.Number("frames", "received"), stream.Number("frames", "inferred"), stream.Number("frames", "dropped", "targetFps")));
    }

    [Fact]
    public async Task Damage_in_the_middle_of_a_clip_costs_the_damaged_frames_only()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.DamagedClip(200)), realtime = false });
        var stream = await server.StreamIs(id, "ended");
        var frames = stream["frames"]!;
        frames.IsExact();
        Assert.Equal((200, 0), (frames.Number("received"), frames.Number("inFlight")));
        Assert.InRange(frames.Number("inferred"), 150, 199);
        Assert.InRange(frames.Number("dropped", "decodeError") + frames.Number("dropped", "notDecoded"), 1, 50);
    }

    // A container without a duration was once taken for a camera and opened again for ever.
    [Fact]
    public async Task A_file_that_does_not_tell_its_length_ends_too()
    {
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = server.Put(ServeMedia.Bare(30)), realtime = false }), "ended");
        Assert.Equal((30, 0), (stream.Number("frames", "inferred"), stream.Number("reconnects")));
    }
}
