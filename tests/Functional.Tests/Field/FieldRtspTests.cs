using Xunit;

namespace Functional.Tests.Field;

/// <summary>RTSP cameras with the quirks that people report; what is expected of each stands beside it.</summary>
public sealed class FieldRtspTests(FieldRtspTests.Cameras cameras) : IClassFixture<FieldRtspTests.Cameras>
{
    public static TheoryData<string, string, double> Quirks => new()
    {
        // quirk, state at last, least share of the frames that a plain camera gives
        { "plain", "live", 1 },
    };

    [Theory, MemberData(nameof(Quirks))]
    public void A_quirk_comes_to_what_is_expected(string quirk, string state, double share)
    {
        var seen = cameras[quirk];
        Assert.Equal(state, seen.Last.Text("state"));
        Assert.True(seen.Inferred >= share * cameras["plain"].Inferred, $"{seen}");
    }

    public sealed class Cameras : FieldStreams
    {
        public static readonly string[] All =
        [
            "plain", "md5", "sha256", "sha256first", "qop", "badpw", "redirect", "nooptions", "busy", "503", "nosprop", "latesps", "longgopnosprop", "longgop", "badsprop", "trunсsprop",
            "audiofirst", "audiofirstlong", "videodies", "videodiesaudio", "meta", "onlyaudio", "nobase", "otherch", "wrap", "wrapseq", "reschange", "ssrc", "jumpfwd", "jumpback", "bye", "garbage",
            "outfwd", "one_fwd", "loss", "nomark", "samets", "zerots", "fast90", "slow83", "half", "slow97", "clock1k", "freeze", "close",
        ];

        private protected override string Script => "rtsp-camera.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            from quirk in All
            let login = quirk is "md5" or "sha256" or "sha256first" or "qop" or "badpw" ? "admin:pw@" : ""
            select (quirk, (object)new { url = $"rtsp://{login}127.0.0.1:{port}/{Uri.EscapeDataString(quirk)}" });
    }
}
