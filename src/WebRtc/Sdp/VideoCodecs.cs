using Media;

namespace WebRtc.Sdp;

/// <summary>Codecs by their names in session descriptions.</summary>
internal static class VideoCodecs
{
    public const int ClockRate = 90_000;

    public static string NameOf(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => "H264",
        VideoCodec.Vp8 => "VP8",
        VideoCodec.Vp9 => "VP9",
        VideoCodec.Av1 => "AV1",
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "cannot be received"),
    };

    /// <summary>Whether the offered codec is this one in a form that is understood here.</summary>
    public static bool Matches(VideoCodec codec, RtpCodec offered) =>
        offered.ClockRate == ClockRate && offered.Name.Equals(NameOf(codec), StringComparison.OrdinalIgnoreCase) && codec switch
        {
            // RFC 6184 §8.1: 0, single NAL units, where nothing is said. Interleaving (2) is for streaming.
            VideoCodec.H264 => offered.Parameter("packetization-mode") is null or "0" or "1",
            // Eight bits, 4:2:0; also what is meant where nothing is said.
            VideoCodec.Vp9 => offered.Parameter("profile-id") is null or "0",
            VideoCodec.Av1 => offered.Parameter("profile") is null or "0",
            _ => true,
        };
}
