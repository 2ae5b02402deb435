using Xunit;

namespace Functional.Tests;

public sealed class ServeHttpSourceTests
{
    // What was read to know the codec by was once thrown away, the first key frame in it.
    [Fact]
    public async Task A_recording_behind_a_URL_is_played_like_a_file()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(50));
        clip.Release();
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = clip.Url, realtime = false }), "ended");
        Assert.Equal((50, 50, 0), (stream.Number("frames", "received"), stream.Number("frames", "inferred"), stream.Number("reconnects")));
    }

    // It was once read as fast as the network goes, so that a live engine lost most of it.
    [Fact]
    public async Task A_recording_behind_a_URL_is_played_at_its_own_speed()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(50));
        clip.Release();
        await using var server = await ServerFixture.Start();
        var started = TimeProvider.System.GetTimestamp();
        await server.StreamIs(await server.Create(new { url = clip.Url }), "ended");
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1.8, 60);
    }

    [Fact]
    public async Task What_is_not_there_is_tried_again()
    {
        await using var clip = await ServeHttpClip.Start(ServeMedia.Clip(10));
        clip.Release();
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = clip.Url + "?", id = "there", realtime = false }), "ended");
        Assert.Equal(10, stream.Number("frames", "inferred"));
        stream = await server.StreamIs(await server.Create(new { url = clip.Url.Replace("clip", "other", StringComparison.Ordinal) }), "reconnecting");
        Assert.Contains("404", stream.Text("lastError"), StringComparison.Ordinal);
    }
}
