using Xunit;

namespace Functional.Tests.Field;

/// <summary>Motion JPEG cameras and pictures over HTTP, as <see cref="FieldRtspTests"/>.</summary>
public sealed class FieldMotionJpegTests(FieldMotionJpegTests.Cameras cameras) : IClassFixture<FieldMotionJpegTests.Cameras>
{
    private const string Plain = "plain";

    // The script hangs up after two hundred pictures, twenty seconds: then they are played again.
    public static TheoryData<string, string, double, string> Quirks => new()
    {
        { Plain, "flaps", 1, "" },
        { "noinitial", "flaps", 0.9, "" }, { "dashes", "flaps", 0.9, "" }, { "nolen", "flaps", 0.9, "" }, { "foscam", "flaps", 0.9, "" }, { "quotes", "flaps", 0.9, "" }, { "lf", "flaps", 0.9, "" },
        { "lower", "flaps", 0.9, "" }, { "chunk", "flaps", 0.9, "" }, { "rawjpeg", "flaps", 0.9, "" }, { "noct", "flaps", 0.9, "" }, { "octet", "flaps", 0.9, "" }, { "mixed", "flaps", 0.9, "" },
        { "noeoi", "flaps", 0.9, "" }, { "zeropad", "flaps", 0.9, "" }, { "resize", "flaps", 0.9, "" }, { "mismatch", "flaps", 0.9, "" }, { "wronglen", "flaps", 0.9, "" }, { "rot", "flaps", 0.9, "" },
        { "redir", "flaps", 0.9, "" }, { "basic", "flaps", 0.9, "" },
        // One part in five is none.
        { "textpart", "flaps", 0.7, "" }, { "emptypart", "flaps", 0.7, "" },
        // One a second.
        { "snapshot", "live", 0.07, "" }, { "snapshot-nolen", "live", 0.07, "" },
        // One in eight seconds, and four are waited for.
        { "slow", "flaps", 0.01, "no picture within 4 s; if it sends them more rarely, it must be waited for longer" },
        { "nothing-there", "reconnecting", 0, "the server answers 404 Not Found" },
    };

    [Theory, MemberData(nameof(Quirks))]
    public void A_camera_comes_to_what_is_expected(string quirk, string state, double share, string error) => cameras[quirk].Is(state, share * cameras[Plain].Inferred, error, "");

    [Fact]
    public void A_picture_that_lies_on_its_side_is_turned() => Assert.Equal("405x540", cameras["rot"].Size);

    public sealed class Cameras : FieldStreams
    {
        private protected override string Script => "mjpeg-camera.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            Quirks.Select(row => row.Data.Item1).Select(quirk => (quirk, (object)new { url = $"http://{(quirk == "basic" ? $"{FieldInput.User}:{FieldInput.Password}@" : "")}127.0.0.1:{port}/{quirk}" }));
    }
}

/// <summary>Live playlists and transport streams over HTTP, as <see cref="FieldRtspTests"/>.</summary>
public sealed class FieldPlaylistTests(FieldPlaylistTests.Cameras cameras) : IClassFixture<FieldPlaylistTests.Cameras>
{
    private const string Plain = "plain.m3u8";

    public static TheoryData<string, string, double, string> Quirks => new()
    {
        { Plain, "live", 1, "" },
        { "noext", "live", 0.9, "" }, { "textplain.m3u8", "live", 0.9, "" }, { "noct", "live", 0.9, "" }, { "crlf.m3u8", "live", 0.9, "" }, { "segnoext.m3u8", "live", 0.9, "" }, { "segjpg.m3u8", "live", 0.9, "" },
        { "token.m3u8?token=abc", "live", 0.9, "" }, { "cookie.m3u8", "live", 0.9, "" }, { "enc.m3u8", "live", 0.9, "" }, { "low.m3u8", "live", 0.9, "" }, { "master.m3u8", "live", 0.9, "" },
        { "disc.m3u8", "live", 0.9, "" },
        { "hevcswitch.m3u8", "live", 0.9, "" },
        // One segment in three is not there.
        { "missing.m3u8", "live", 0.5, "" }, { "gap.m3u8", "live", 0.5, "" },
        { "seqreset.m3u8", "flaps", 0.3, "its playlist ended, or has had no new segment for long" }, { "stall.m3u8", "flaps", 0.3, "its playlist ended, or has had no new segment for long" },
        { "enc403.m3u8", "failed", 0, "its key" },
        { "bom.m3u8", "reconnecting", 0, "byte-order mark" },
        { "html", "reconnecting", 0, "it is a web page (HTML)" },
        { "tslive", "live", 0.8, "" }, { "tssize", "live", 0.8, "" }, { "tsreset", "live", 0.8, "" },
        // Every connection begins in H.264 and goes on in H.265.
        { "tscodec", "flaps", 0.6, "" },
    };

    [Theory, MemberData(nameof(Quirks))]
    public void A_source_comes_to_what_is_expected(string quirk, string state, double share, string error) => cameras[quirk].Is(state, share * cameras[Plain].Inferred, error, "");

    [Fact]
    public void The_best_of_a_master_playlist_is_played() => Assert.Equal("480x270", cameras["master.m3u8"].Size);

    [Fact]
    public void A_changed_codec_is_said() => Assert.Contains("its video changes from h264 to hevc; it is opened again", cameras["tscodec"].Warnings);

    public sealed class Cameras : FieldStreams
    {
        private protected override string Script => "hls-server.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            Quirks.Select(row => row.Data.Item1).Select(quirk => (quirk, (object)new { url = $"http://127.0.0.1:{port}/{quirk}" }));
    }
}
