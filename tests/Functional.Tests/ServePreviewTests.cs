using System.Net;
using System.Text;
using FFmpeg;
using Microsoft.Extensions.DependencyInjection;
using Server.Pictures;
using Xunit;

namespace Functional.Tests;

/// <summary>Motion JPEG for looking at.</summary>
public sealed class ServePreviewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(HttpResponseMessage Answer, Stream Body)> Open(ServerFixture server, string id, string query = "")
    {
        var answer = await server.Http.GetAsync($"/v1/streams/{id}/preview.mjpeg{query}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return (answer, await answer.Content.ReadAsStreamAsync(Cancel));
    }

    /// <summary>The next part's picture, read as RFC 2046 has it; null after the last.</summary>
    private static async Task<byte[]?> Next(Stream body)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await body.ReadAsync(one, Cancel) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Trim().Split("\r\n");
        Assert.Equal(("--frame", "Content-Type: image/jpeg"), (lines[0], lines[1]));
        var jpeg = new byte[int.Parse(lines[2].Split(": ")[1])];
        await body.ReadExactlyAsync(jpeg, Cancel);
        await body.ReadExactlyAsync(new byte[2], Cancel);
        return jpeg;
    }

    [Fact]
    public async Task A_browser_gets_one_picture_after_another_until_the_stream_ends()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var (answer, body) = await Open(server, id, "?fps=30&width=80&annotated=true");
        using var _ = answer;
        Assert.Equal("multipart/x-mixed-replace; boundary=frame", answer.Content.Headers.ContentType?.ToString());
        for (var i = 0; i < 10; i++)
        {
            using var picture = PictureDecoder.Decode(await Next(body));
            Assert.Equal((80, 60), (picture.Width, picture.Height));
        }

        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", Cancel);
        while (await Next(body) is not null)
        {
            // What was on its way.
        }

        await Eventually.Be(() => server.Services.GetRequiredService<PreviewLimit>().Count == 0, "the place is free");
    }

    [Fact]
    public async Task A_viewer_too_many_is_refused_until_one_leaves()
    {
        await using var server = await ServerFixture.Start(("Server:MaxPreviews", "1"));
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true });
        var (first, body) = await Open(server, id);
        Assert.NotNull(await Next(body));
        await server.Http.GetAsync($"/v1/streams/{id}/preview.mjpeg", Cancel).IsBusy();
        first.Dispose();
        await Eventually.Be(() => server.Services.GetRequiredService<PreviewLimit>().Count == 0, "the place is free");
        var (second, _) = await Open(server, id);
        second.Dispose();
    }

    [Fact]
    public async Task A_stream_that_is_over_has_no_preview()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(10)), realtime = false });
        await server.StreamIs(id, "ended");
        await server.Http.GetAsync($"/v1/streams/{id}/preview.mjpeg", Cancel).IsProblem(HttpStatusCode.Conflict, "id");
        await server.Http.GetAsync("/v1/streams/nobody/preview.mjpeg", Cancel).IsProblem(HttpStatusCode.NotFound, "id");
        await server.Http.GetAsync($"/v1/streams/{id}/preview.mjpeg?fps=0", Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "fps");
    }
}
