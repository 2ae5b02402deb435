using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>One media section of the peer's description.</summary>
/// <param name="Ssrc">Told beforehand; null: the packets will show.</param>
/// <param name="RtxSsrc">Of the repeats.</param>
internal sealed record RemoteMedia(
    string Kind, string Mid, string Protocol, MediaDirection Direction, IReadOnlyList<RtpCodec> Codecs, HeaderExtensions Extensions,
    IReadOnlyList<string> Formats, bool HasReducedSizeRtcp, uint? Ssrc, uint? RtxSsrc);
