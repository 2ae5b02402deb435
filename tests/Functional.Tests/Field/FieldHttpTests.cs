using Xunit;

namespace Functional.Tests.Field;

/// <summary>Motion JPEG cameras and pictures over HTTP.</summary>
public sealed class FieldMotionJpegTests(FieldMotionJpegTests.Cameras cameras) : IClassFixture<FieldMotionJpegTests.Cameras>
{
    [Fact]
    public void Plain() => Assert.Equal("live", cameras["plain"].Last.Text("state"));

    public sealed class Cameras : FieldStreams
    {
        public static readonly string[] All =
        [
            "plain", "noinitial", "dashes", "nolen", "foscam", "quotes", "lf", "lower", "chunk", "rawjpeg", "noct", "octet", "mixed", "snapshot", "snapshot-nolen", "noeoi", "zeropad", "resize",
            "textpart", "emptypart", "mismatch", "wronglen", "rot", "redir", "slow", "basic", "nothing-there",
        ];

        private protected override string Script => "mjpeg-camera.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            All.Select(quirk => (quirk, (object)new { url = $"http://{(quirk == "basic" ? "admin:pw@" : "")}127.0.0.1:{port}/{quirk}" }));
    }
}

/// <summary>Live playlists and transport streams over HTTP.</summary>
public sealed class FieldPlaylistTests(FieldPlaylistTests.Cameras cameras) : IClassFixture<FieldPlaylistTests.Cameras>
{
    [Fact]
    public void Plain() => Assert.Equal("live", cameras["plain.m3u8"].Last.Text("state"));

    public sealed class Cameras : FieldStreams
    {
        public static readonly string[] All =
        [
            "plain.m3u8", "noext", "textplain.m3u8", "noct", "disc.m3u8", "hevcswitch.m3u8", "seqreset.m3u8", "token.m3u8?token=abc", "cookie.m3u8", "segnoext.m3u8", "segjpg.m3u8", "enc.m3u8", "enc403.m3u8",
            "master.m3u8", "low.m3u8", "missing.m3u8", "gap.m3u8", "bom.m3u8", "crlf.m3u8", "stall.m3u8", "html", "tslive", "tscodec", "tssize", "tsreset",
        ];

        private protected override string Script => "hls-server.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            All.Select(quirk => (quirk, (object)new { url = $"http://127.0.0.1:{port}/{quirk}" }));
    }
}
