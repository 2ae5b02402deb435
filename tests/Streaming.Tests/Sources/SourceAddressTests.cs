using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

/// <summary>How a stream's URL is read; what may be reached through files and links is tested against the running server.</summary>
public sealed class SourceAddressTests
{
    private static readonly IngestOptions Options = new() { FileRoots = ["/srv/clips"] };

    [Theory]
    [InlineData("rtsp://host/live"), InlineData("RTSP://host/live"), InlineData("http://host:8080/a.mp4?x=1"), InlineData("srt://host:9000?mode=caller")]
    [InlineData("rtsp://user:pass/word@host/live"), InlineData("rtsp://[::1]:8554/live")]
    public void An_allowed_URL_goes_to_libav_as_it_is(string url) =>
        Assert.Equal(new SourceAddress(url, SourceKind.Network), SourceAddress.Parse(url, Options));

    [Theory]
    [InlineData("a.mp4", "/srv/clips/a.mp4"), InlineData("/srv/clips/b/../a.mp4", "/srv/clips/a.mp4"), InlineData("a%20b.mp4", "/srv/clips/a%20b.mp4")]
    [InlineData("file:///srv/clips/a%20b.mp4", "/srv/clips/a b.mp4"), InlineData("FILE://localhost/srv/clips/a.mp4", "/srv/clips/a.mp4")]
    [InlineData("what?is#this.mp4", "/srv/clips/what?is#this.mp4"), InlineData("./a:b.mp4", "/srv/clips/a:b.mp4")]
    public void A_path_is_a_file_below_a_root(string url, string path) =>
        Assert.Equal(new SourceAddress(path, SourceKind.File), SourceAddress.Parse(url, Options));

    [Theory]
    [InlineData("ftp://host/a", "protocol 'ftp' is not allowed; Ingest:Protocols allows"), InlineData("a:b.mp4", "protocol 'a'"), InlineData("concat:a|b", "protocol 'concat'")]
    [InlineData("/srv/clips/../x", "outside Ingest:FileRoots"), InlineData("/srv/clips", "outside"), InlineData("/srv/clipsy/a.mp4", "outside"), InlineData("file:///etc/passwd", "outside")]
    [InlineData("file://host/srv/clips/a.mp4", "of this machine"), InlineData("a\nb", "control characters"), InlineData("file:///srv/clips/a%0Ab", "control characters")]
    [InlineData("test://people?count=many", "count"), InlineData("whip://door", "'whip:' is the whole URL")]
    public void What_is_not_allowed_says_why(string url, string why) =>
        Assert.Contains(why, Assert.Throws<UserException>(() => SourceAddress.Parse(url, Options)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("srt://0.0.0.0:9000?mode=listener"), InlineData("SRT://:9000?latency=20&MODE=rendezvous"), InlineData("srt://:9000?mode=1")]
    public void A_source_that_waits_to_be_called_has_to_be_allowed(string url)
    {
        Assert.Contains("Ingest:AllowListeners", Assert.Throws<UserException>(() => SourceAddress.Parse(url, Options)).Message, StringComparison.Ordinal);
        Assert.True(SourceAddress.Parse(url, Options with { AllowListeners = true }).Listens);
    }

    [Fact]
    public void A_root_may_be_the_root_of_the_file_system() =>
        Assert.Equal("/etc/hostname-not-there", SourceAddress.Parse("/etc/hostname-not-there", new() { FileRoots = ["/"] }).Target);

    [Fact]
    public void The_test_source_is_named_by_its_protocol() =>
        Assert.Equal(SourceKind.Test, SourceAddress.Parse("test://people?count=2&seed=3", Options).Kind);

    [Fact]
    public void A_publisher_is_waited_for_by_its_protocol_alone() => Assert.Equal(new SourceAddress("whip:", SourceKind.Publisher), SourceAddress.Parse("WHIP:", Options));
}
