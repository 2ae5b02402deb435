using System.Net;
using Xunit;

namespace Functional.Tests;

/// <summary>Only files below Ingest:FileRoots are read for clients.</summary>
public sealed class ServeFileRootTests
{
    private const HttpStatusCode Refused = HttpStatusCode.UnprocessableEntity;

    // A '%' in a path was once taken for an escape, as in a URL.
    [Fact]
    public async Task A_file_inside_may_be_named_in_every_way()
    {
        await using var server = await ServerFixture.Start();
        var name = server.Put(ServeMedia.Clip(10));
        Directory.CreateDirectory(Path.Combine(server.Files, "a b%20ü"));
        var odd = Path.Combine(server.Files, "a b%20ü", name);
        File.Copy(Path.Combine(server.Files, name), odd);
        File.CreateSymbolicLink(Path.Combine(server.Files, "inner.mp4"), name);
        string[] ways = [name, "./" + name, Path.Combine(server.Files, name), "file://" + Path.Combine(server.Files, name), odd, "file://" + string.Join('/', odd.Split('/').Select(Uri.EscapeDataString)), "inner.mp4"];
        foreach (var url in ways)
            await server.StreamIs(await server.Create(new { url, realtime = false }), "ended");
    }

    [Fact]
    public async Task A_file_outside_is_refused_however_it_is_named()
    {
        await using var server = await ServerFixture.Start();
        var outside = Path.Combine(server.Elsewhere, "outside.mp4");
        File.Copy(ServeMedia.Clip(10), outside);
        Directory.CreateDirectory(server.Files + "-not"); // Begins like the root.
        File.Copy(outside, server.Files + "-not/x.mp4");
        string[] ways =
        [
            outside, "file://" + outside, "../outside.mp4", "a/../../outside.mp4", server.Files + "/../outside.mp4", $"file://{server.Files}/%2e%2e/outside.mp4",
            server.Files + "-not/x.mp4", "/etc/passwd", "file:///etc/passwd", "file://localhost/etc/passwd", "file://elsewhere/etc/passwd", "file:x", "/proc/self/environ", server.Files, ".", "clip\0.mp4", "file:///clip%00.mp4", "rtsp://host/\r\nx",
        ];
        foreach (var url in ways)
            Assert.DoesNotContain("passwd", await server.Post(new { url }).IsProblem(Refused, "url"), StringComparison.Ordinal);
    }

    // The last two were once followed: a link's target was compared as it is written, not as the system walks it.
    [Fact]
    public async Task No_link_leads_out()
    {
        await using var server = await ServerFixture.Start();
        var outside = Path.Combine(server.Elsewhere, "private");
        Directory.CreateDirectory(outside);
        File.Copy(ServeMedia.Clip(10), Path.Combine(outside, "x.mp4"));
        Link("link.mp4", Path.Combine(outside, "x.mp4"));
        Link("relative.mp4", "../private/x.mp4");
        Link("dir", outside);
        Link("chain.mp4", "link.mp4");
        Link("through.mp4", "dir/x.mp4");
        Link("through-full.mp4", Path.Combine(server.Files, "dir", "x.mp4"));
        Link("round.mp4", "round.mp4");
        foreach (var url in (string[])["link.mp4", "relative.mp4", "dir/x.mp4", "chain.mp4", "round.mp4", "through.mp4", "through-full.mp4"])
            await server.Post(new { url }).IsProblem(Refused, "url");

        void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(server.Files, name), target);
    }

    [Fact]
    public async Task Without_roots_no_file_is_read()
    {
        await using var server = await ServerFixture.Start(("Ingest:FileRoots:0", ""), ("Ingest:FileRoots", ""));
        var clip = server.Put(ServeMedia.Clip(10));
        Assert.Contains("Ingest:FileRoots", await server.Post(new { url = Path.Combine(server.Files, clip) }).IsProblem(Refused, "url"), StringComparison.Ordinal);
    }
}
