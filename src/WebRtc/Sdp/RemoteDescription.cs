using WebRtc.Dtls;
using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>What a peer offers or answers, read and checked.</summary>
/// <param name="Setup">"actpass", "active" or "passive"; RFC 8842.</param>
/// <param name="HasBundle">Several sections always have one; a single one may do without.</param>
/// <param name="Candidates">Of a=candidate, as written.</param>
internal sealed record RemoteDescription(
    IceCredentials Ice, DtlsFingerprint Fingerprint, string Setup, bool HasBundle, IReadOnlyList<string> Candidates, IReadOnlyList<RemoteMedia> Media);
