using System.Net;
using System.Runtime.InteropServices;
using FFmpeg;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Pipeline;
using Streaming.Streams;
using Wire.V1;
using Xunit;

namespace Functional.Tests;

/// <summary>Pictures of live streams.</summary>
public sealed class ServeSnapshotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(int Width, int Height, byte[] Jpeg, string Frame)> Take(ServerFixture server, string id, string query = "")
    {
        using var answer = await server.Http.GetAsync($"/v1/streams/{id}/snapshot.jpg{query}", Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var jpeg = await answer.Content.ReadAsByteArrayAsync(Cancel);
        using var picture = PictureDecoder.Decode(jpeg);
        Assert.False(picture.IsCorrupt);
        return (picture.Width, picture.Height, jpeg, answer.Headers.ETag!.Tag.Trim('"'));
    }

    [Theory]
    [InlineData("", 160, 120), InlineData("?width=80", 80, 60), InlineData("?width=5000", 160, 120), InlineData("?annotated=true&quality=50&width=33", 33, 25), InlineData("?annotated=false&quality=100", 160, 120)]
    public async Task A_live_stream_has_a_picture_at_any_size(string query, int width, int height)
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var picture = await Take(server, id, query);
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task A_picture_is_of_the_frame_that_it_names_and_shows_what_was_found_in_that_very_frame()
    {
        await using var server = await ServerFixture.Start();
        // The tiny model's score is the picture's mean, so that a result tells which frame it is of.
        var id = await server.Create(new { url = server.Put(ServeMedia.Stairs()), loop = true, conf = 0.05 });
        using var viewer = await ServeEvents.Connect(server.Http.BaseAddress!, id);
        var last = new FrameResult();
        for (var i = 0; i < 5; i++)
        {
            var (plain, annotated) = (Take(server, id, "?quality=100"), Take(server, id, "?annotated=true&quality=100"));
            foreach (var picture in new[] { await plain, await annotated }.OrderBy(picture => long.Parse(picture.Frame.Split('/')[1])))
            {
                var score = (await ResultOf(picture.Frame)).Objects.Max(one => one.Score);
                Assert.InRange(Luma(picture.Jpeg, 2, 62) - 255 * score, -4, 4);
            }

            // The lower edge of the third box, on grey.
            Assert.Equal(0, Colour((await plain).Jpeg, 32, 57));
            Assert.InRange(Colour((await annotated).Jpeg, 32, 57), 20, 255);
        }

        async Task<FrameResult> ResultOf(string frame)
        {
            while ($"{last.SessionId}/{last.Sequence}" != frame)
                last = (await viewer.Next())!.Result;
            return last;
        }
    }

    [Fact]
    public async Task Twenty_who_ask_at_once_all_get_a_picture_of_few_frames()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var pictures = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Take(server, id, i % 2 == 0 ? "" : "?annotated=true")));
        var captured = server.Services.GetRequiredService<StreamRegistry>().Find(id)!.Snapshots.Captured;
        Assert.InRange(captured, pictures.Select(picture => picture.Frame).Distinct().Count(), 20);
        Assert.Equal(0, (await server.Stream(id)).Number("resultsDropped"));
    }

    [Fact]
    public async Task Nothing_is_copied_while_nobody_asks()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        await viewer.Take(30);
        Assert.Equal(0, server.Services.GetRequiredService<StreamRegistry>().Find(id)!.Snapshots.Captured);
    }

    [Fact]
    public async Task A_stream_without_a_frame_says_where_it_stands()
    {
        await using var server = await ServerFixture.Start();
        var away = await server.Create(new { url = $"rtsp://127.0.0.1:{PeerProcess.FreePort()}/live" });
        // The clock of the wait is real, 5 s.
        Assert.Contains("is reconnecting", await server.Http.GetAsync($"/v1/streams/{away}/snapshot.jpg", Cancel).IsBusy(), StringComparison.Ordinal);

        var ended = await server.Create(new { url = server.Put(ServeMedia.Clip(10)), realtime = false });
        await server.StreamIs(ended, "ended");
        Assert.Contains("has ended", await server.Http.GetAsync($"/v1/streams/{ended}/snapshot.jpg", Cancel).IsProblem(HttpStatusCode.Conflict, "id"), StringComparison.Ordinal);

        var failed = await server.Create(new { url = "missing.mp4" });
        await server.StreamIs(failed, "failed");
        Assert.Contains("has failed", await server.Http.GetAsync($"/v1/streams/{failed}/snapshot.jpg", Cancel).IsProblem(HttpStatusCode.Conflict, "id"), StringComparison.Ordinal);
        await server.Http.GetAsync("/v1/streams/nobody/snapshot.jpg", Cancel).IsProblem(HttpStatusCode.NotFound, "id");
    }

    [Fact]
    public async Task Who_waits_when_the_stream_is_removed_is_told()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = $"rtsp://127.0.0.1:{PeerProcess.FreePort()}/live" });
        var waiting = server.Http.GetAsync($"/v1/streams/{id}/snapshot.jpg", Cancel);
        await Eventually.Be(() => server.Services.GetRequiredService<Server.Pictures.SnapshotLimit>().Count == 1, "the request waits");
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        await waiting.IsProblem(HttpStatusCode.Conflict, "id");
    }

    [Fact]
    public async Task More_than_may_wait_are_asked_to_come_back()
    {
        await using var server = await ServerFixture.Start(("Server:MaxConcurrentSnapshots", "1"));
        var id = await server.Create(new { url = $"rtsp://127.0.0.1:{PeerProcess.FreePort()}/live" });
        var waiting = server.Http.GetAsync($"/v1/streams/{id}/snapshot.jpg", Cancel);
        await Eventually.Be(() => server.Services.GetRequiredService<Server.Pictures.SnapshotLimit>().Count == 1, "the request waits");
        await server.Http.GetAsync($"/v1/streams/{id}/snapshot.jpg", Cancel).IsBusy();
        using var answer = await waiting;
        await Eventually.Be(() => server.Services.GetRequiredService<Server.Pictures.SnapshotLimit>().Count == 0, "the place is free");
    }

    [Theory]
    [InlineData("?quality=0", "quality"), InlineData("?quality=101", "quality"), InlineData("?quality=best", "quality"), InlineData("?width=-1", "width"), InlineData("?width=20000", "width"), InlineData("?annotated=1", "annotated")]
    public async Task A_wrong_parameter_is_named(string query, string field)
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Http.GetAsync($"/v1/streams/{id}/snapshot.jpg{query}", Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, field);
        await server.Http.GetAsync($"/v1/streams/{id}/preview.mjpeg{query}", Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, field);
    }

    private static int Luma(byte[] jpeg, int x, int y)
    {
        using var picture = PictureDecoder.Decode(jpeg);
        return Marshal.ReadByte(picture.Plane(0) + y * picture.Stride(0) + x);
    }

    /// <summary>How far a pixel's chroma is from grey.</summary>
    private static int Colour(byte[] jpeg, int x, int y)
    {
        using var picture = PictureDecoder.Decode(jpeg);
        int Chroma(int plane) => Math.Abs(Marshal.ReadByte(picture.Plane(plane) + y / 2 * picture.Stride(plane) + x / 2) - 128);
        return Math.Max(Chroma(1), Chroma(2));
    }
}
