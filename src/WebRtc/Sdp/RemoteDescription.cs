using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>What a peer offers or answers, read and checked.</summary>
/// <param name="Setup">"actpass", "active" or "passive"; RFC 8842.</param>
/// <param name="HasBundle">Several sections always have one; a single one may do without.</param>
/// <param name="Candidates">Of a=candidate, as written.</param>
internal sealed record RemoteDescription(
    IceCredentials Ice, DtlsFingerprint Fingerprint, string Setup, bool HasBundle, IReadOnlyList<string> Candidates, IReadOnlyList<RemoteMedia> Media);

/// <summary>One media section of the peer's description.</summary>
/// <param name="Ssrc">Told beforehand; null: the packets will show.</param>
/// <param name="RtxSsrc">Of the repeats.</param>
internal sealed record RemoteMedia(
    string Kind, string Mid, string Protocol, MediaDirection Direction, IReadOnlyList<RtpCodec> Codecs, HeaderExtensions Extensions,
    IReadOnlyList<string> Formats, bool HasReducedSizeRtcp, uint? Ssrc, uint? RtxSsrc);

/// <summary>As seen by who wrote the description; RFC 8866 §6.7.</summary>
internal enum MediaDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

/// <summary>One payload type and what was said of it.</summary>
/// <param name="Parameters">Of a=fmtp, as written.</param>
/// <param name="Feedback">Of a=rtcp-fb, as written: "nack pli".</param>
internal sealed record RtpCodec(int PayloadType, string Name, int ClockRate, string Parameters, IReadOnlyList<string> Feedback, int Channels = 1)
{
    public string? Parameter(string name)
    {
        foreach (var pair in Parameters.Split(';', StringSplitOptions.TrimEntries))
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return pair[(name.Length + 1)..];
        return null;
    }
}
