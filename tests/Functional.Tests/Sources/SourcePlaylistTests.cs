using Xunit;

namespace Functional.Tests.Sources;

/// <summary>HLS: what a playlist leads to, and what it must not lead to.</summary>
public sealed class SourcePlaylistTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_in_segments_is_played_to_its_end()
    {
        await using var web = await WebFolder.Start();
        for (var i = 0; i < 3; i++)
            File.Copy(ServeMedia.Transport(), web.PathOf($"{i}.ts"));
        await web.Put("clip.m3u8", Playlist("0.ts", "1.ts", "2.ts"));
        await web.Put("master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\nclip.m3u8\n");
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf("master.m3u8"), realtime = false }), "ended");
        Assert.Equal((75, 75, 0), (stream.Number("frames", "received"), stream.Number("frames", "inferred"), stream.Number("reconnects")));
    }

    [Theory]
    [InlineData("file://{0}"), InlineData("{0}"), InlineData("concat:{0}"), InlineData("file:{0}"), InlineData("subfile,,start,0,end,0,,:{0}"), InlineData("crypto+file://{0}")]
    public async Task A_playlist_opens_no_file_of_the_server(string segment)
    {
        await using var web = await WebFolder.Start();
        await using var server = await ServerFixture.Start();
        var secret = Path.Combine(server.Elsewhere, "secret.ts");
        File.Copy(ServeMedia.Transport(), secret);
        await web.Put("list.m3u8", Playlist(string.Format(System.Globalization.CultureInfo.InvariantCulture, segment, secret)));
        var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf("list.m3u8") }), "reconnecting");
        TestContext.Current.TestOutputHelper!.WriteLine(stream.Text("lastError"));
        Assert.Null(stream["session"]);
    }

    [Fact]
    public async Task A_playlist_reaches_no_protocol_that_is_not_allowed()
    {
        await using var web = await WebFolder.Start();
        File.Copy(ServeMedia.Transport(), web.PathOf("0.ts"));
        await web.Put("list.m3u8", Playlist(web.UrlOf("0.ts").Replace("http:", "ftp:", StringComparison.Ordinal)));
        await using var server = await ServerFixture.Start();
        await server.StreamIs(await server.Create(new { url = web.UrlOf("list.m3u8") }), "reconnecting");
        Assert.DoesNotContain("0.ts", web.Asked);
    }

    [Fact]
    public async Task A_playlist_among_the_files_is_not_played()
    {
        await using var server = await ServerFixture.Start();
        var outside = Path.Combine(server.Elsewhere, "outside.ts");
        File.Copy(ServeMedia.Transport(), outside);
        await File.WriteAllTextAsync(Path.Combine(server.Files, "list.m3u8"), Playlist(outside), Cancel);
        var stream = await server.StreamIs(await server.Create(new { url = "list.m3u8" }), "failed");
        Assert.Contains("not a video container that is known here", stream.Text("lastError"), StringComparison.Ordinal);
    }

    private static string Playlist(params string[] segments) =>
        $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n{string.Concat(segments.Select(segment => $"#EXTINF:1.0,\n{segment}\n"))}#EXT-X-ENDLIST\n";
}
