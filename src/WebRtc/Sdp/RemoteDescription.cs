using WebRtc.Dtls;
using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>What a peer offers or answers, read and checked.</summary>
/// <param name="Setup">"actpass", "active" or "passive"; RFC 8842.</param>
/// <param name="Candidates">Of a=candidate, as written.</param>
internal sealed record RemoteDescription(
    IceCredentials Ice, DtlsFingerprint Fingerprint, string Setup, IReadOnlyList<string> Candidates, IReadOnlyList<RemoteMedia> Media);
