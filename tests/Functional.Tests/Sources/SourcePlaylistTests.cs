using Functional.Tests.Field;
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
    public async Task Of_several_renditions_the_best_is_played_wherever_it_stands()
    {
        await using var web = await WebFolder.Start();
        File.Copy(ServeMedia.Transport(), web.PathOf("low.ts"));
        File.Copy(ServeMedia.Transport("320x240"), web.PathOf("high.ts"));
        foreach (var name in (string[])["low", "high"])
            await web.Put($"{name}.m3u8", Playlist(web.UrlOf($"{name}.ts")));
        string[] renditions = ["#EXT-X-STREAM-INF:BANDWIDTH=200000\nlow.m3u8\n", "#EXT-X-STREAM-INF:BANDWIDTH=100000\nhigh.m3u8\n"];
        await web.Put("first.m3u8", $"#EXTM3U\n{renditions[0]}{renditions[1]}");
        await web.Put("last.m3u8", $"#EXTM3U\n{renditions[1]}{renditions[0]}");
        await using var server = await ServerFixture.Start();
        foreach (var name in (string[])["first.m3u8", "last.m3u8"])
        {
            var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf(name), realtime = false }), "ended");
            Assert.Equal((320, 25), (stream.Number("session", "width"), stream.Number("frames", "inferred")));
        }
    }

    [Theory, InlineData("0"), InlineData("0.jpg"), InlineData("0.php")]
    public async Task Segments_may_be_called_anything(string name)
    {
        await using var web = await WebFolder.Start();
        File.Copy(ServeMedia.Transport(), web.PathOf(name));
        await web.Put("list.m3u8", Playlist(web.UrlOf(name)));
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf("list.m3u8"), realtime = false }), "ended");
        Assert.Equal(25, stream.Number("frames", "inferred"));
    }

    [Theory, InlineData("403 Forbidden", "failed"), InlineData("404 Not Found", "reconnecting")]
    public async Task A_key_that_cannot_be_had_is_named(string status, string state)
    {
        await using var web = await WebFolder.Start();
        File.Copy(ServeMedia.Transport(), web.PathOf("0.ts"));
        if (status[..3] == "403")
            web.Forbidden.Add("key");
        await web.Put("list.m3u8", Playlist(web.UrlOf("0.ts")).Replace("#EXTINF", $"#EXT-X-KEY:METHOD=AES-128,URI=\"{web.UrlOf("key")}?token=secret\"\n#EXTINF", StringComparison.Ordinal));
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf("list.m3u8") }), state);
        Assert.Contains($"it is encrypted, and its key {web.UrlOf("key")}?token=*** answers {status}", stream.Text("lastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_playlist_is_named()
    {
        await using var web = await WebFolder.Start();
        await web.Put("list.m3u8", "\uFEFF" + Playlist(web.UrlOf("0.ts")));
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = web.UrlOf("list.m3u8") }), "reconnecting");
        Assert.Contains("begins with a byte-order mark, which RFC 8216 forbids", stream.Text("lastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_playlist_of_the_field_ends_in_a_clear_state()
    {
        using var camera = await FieldPeer.Start("hls-server.py");
        var port = camera.Port;
        await using var server = await ServerFixture.Start();
        (string Path, string State, string? Words, int Width)[] expected =
        [
            ("plain.m3u8", "live", null, 480), ("noext", "live", null, 480), ("textplain.m3u8", "live", null, 480), ("noct", "live", null, 480), ("token.m3u8?token=abc", "live", null, 480),
            ("cookie.m3u8", "live", null, 480), ("segnoext.m3u8", "live", null, 480), ("segjpg.m3u8", "live", null, 480), ("enc.m3u8", "live", null, 480), ("master.m3u8", "live", null, 480),
            ("missing.m3u8", "live", null, 480), ("gap.m3u8", "live", null, 480), ("crlf.m3u8", "live", null, 480), ("tslive", "live", null, 480),
            ("enc403.m3u8", "failed", "its key http://127.0.0.1:*/key403 answers 403 Forbidden", 0), ("bom.m3u8", "reconnecting", "byte-order mark", 0), ("html", "reconnecting", "it is a web page (HTML)", 0),
            ("token.m3u8", "failed", "the server answers 403 Forbidden", 0), ("nothing", "reconnecting", "the server answers 404", 0),
        ];
        var ids = new List<string>();
        foreach (var (path, _, _, _) in expected)
            ids.Add(await server.Create(new { url = $"http://127.0.0.1:{port}/{path}", targetFps = 5 }));
        foreach (var ((path, state, words, width), id) in expected.Zip(ids))
        {
            var stream = await server.StreamIs(id, state);
            if (words is not null)
                Assert.Contains(words.Replace("*", $"{port}", StringComparison.Ordinal), stream.Text("lastError"), StringComparison.Ordinal);
            else
                await Eventually.Be(async () => (stream = await server.Stream(id)).Number("frames", "inferred") >= 3 && stream.Number("session", "width") == width, $"{path} is inferred", () => stream);
        }
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
