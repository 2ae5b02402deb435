using Xunit;

namespace Functional.Tests.Field;

/// <summary>RTSP cameras with the quirks that people report; what each comes to in <see cref="FieldStreams.Seconds"/> stands beside it.</summary>
public sealed class FieldRtspTests(FieldRtspTests.Cameras cameras) : IClassFixture<FieldRtspTests.Cameras>
{
    /// <summary>Ten frames a second of which every one is received.</summary>
    private const string Plain = "plain";

    /// <summary>Quirk; state at last, or "flaps" for one that is lost and live in turn; least share of a plain camera's frames that it gives; words of its error; words of its warning.</summary>
    public static TheoryData<string, string, double, string, string> Quirks => new()
    {
        { Plain, "live", 1, "", "" },
        // Logins.
        { "md5", "live", 0.9, "", "" },
        { "qop", "live", 0.9, "", "" },
        { "sha256", "live", 0.9, "", "" },
        { "sha256first", "live", 0.9, "", "" },
        { "badpw", "failed", 0, "it refused the user or the password (Digest MD5)", "" },
        // The dialogue.
        { "redirect", "live", 0.9, "", "" },
        { "nooptions", "live", 0.9, "", "" },
        { "nobase", "live", 0.9, "", "" },
        { "otherch", "live", 0.9, "", "" },
        { "meta", "live", 0.9, "", "" },
        { "garbage", "live", 0.9, "", "" },
        { "busy", "reconnecting", 0, "453 Not Enough Bandwidth", "" },
        { "503", "reconnecting", 0, "503 Service Unavailable", "" },
        // Parameter sets and key frames: what comes before the first cannot be decoded.
        { "nosprop", "live", 0.9, "", "" },
        { "badsprop", "live", 0.9, "", "" },
        { "trunсsprop", "live", 0.9, "", "" },
        { "latesps", "live", 0.6, "", "" },
        { "longgop", "live", 0.5, "", "" },
        { "longgopnosprop", "live", 0.5, "", "" },
        { "reschange", "live", 0.9, "", "" },
        { "nomark", "live", 0.9, "", "" },
        { "loss", "live", 0.8, "", "" },
        { "bye", "live", 0.9, "", "" },
        // Video that is not there.
        { "audiofirst", "live", 0.7, "", "" },
        { "audiofirstlong", "live", 0.4, "", "" },
        { "onlyaudio", "reconnecting", 0, "only audio PCMA: is video switched on in the camera?", "" },
        { "videodies", "flaps", 0.1, "no data within 4 s", "" },
        { "videodiesaudio", "flaps", 0.1, "audio PCMA goes on, but no video came within 4 s", "" },
        { "freeze", "flaps", 0.1, "no data within 4 s", "" },
        { "close", "flaps", 0.3, "the source ended", "" },
        // Clocks.
        { "wrap", "live", 0.9, "", "" },
        { "wrapseq", "live", 0.9, "", "" },
        { "slow97", "live", 0.9, "", "" },
        { "jumpfwd", "live", 0.9, "", "its clock jumped 18000 s ahead" },
        { "jumpback", "live", 0.9, "", "its clock jumped" },
        { "ssrc", "live", 0.9, "", "its clock jumped" },
        { "one_fwd", "live", 0.9, "", "the time of a frame was out of line, 9800 s ahead" },
        { "outfwd", "live", 0.9, "", "the time of a frame was out of line, 9800 s ahead" },
        { "samets", "live", 0.9, "", "its clock stands still" },
        { "zerots", "live", 0.9, "", "its clock stands still" },
        { "fast90", "live", 0.9, "", "times too fast" },
        { "half", "live", 0.9, "", "times too slow" },
        { "slow83", "live", 0.9, "", "% too slow" },
        { "clock1k", "live", 0.9, "", "as one does that counts milliseconds" },
    };

    [Theory, MemberData(nameof(Quirks))]
    public void A_camera_comes_to_what_is_expected(string quirk, string state, double share, string error, string warning) =>
        cameras[quirk].Is(state, share * cameras[Plain].Inferred, error, warning);

    public sealed class Cameras : FieldStreams
    {
        private protected override string Script => "rtsp-camera.py";

        private protected override IEnumerable<(string Name, object Stream)> Streams(int port) =>
            from quirk in Quirks.Select(row => row.Data.Item1)
            let login = quirk is "md5" or "sha256" or "sha256first" or "qop" or "badpw" ? $"{FieldInput.User}:{FieldInput.Password}@" : ""
            select (quirk, (object)new { url = $"rtsp://{login}127.0.0.1:{port}/{Uri.EscapeDataString(quirk)}" });
    }
}
