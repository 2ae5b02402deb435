using System.Net;
using WebRtc.Dtls;
using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>Where and as whom we are reached.</summary>
/// <param name="Addresses">As candidates, the best first.</param>
/// <param name="TcpAddresses">Where connections are taken; the worse way, so behind the others.</param>
internal sealed record LocalTransport(
    IceCredentials Ice, DtlsFingerprint Fingerprint, IReadOnlyList<IPEndPoint> Addresses, IReadOnlyList<IPEndPoint> TcpAddresses);
