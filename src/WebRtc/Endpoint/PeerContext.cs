using System.Net;
using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Sdp;

namespace WebRtc.Endpoint;

/// <summary>What a peer needs of its endpoint.</summary>
internal sealed record PeerContext(
    WebRtcOptions Options, EndpointClock Clock, DtlsContext Dtls, DtlsFingerprint Fingerprint, IReadOnlyList<IPEndPoint> Addresses,
    IReadOnlyList<IPEndPoint> TcpAddresses, Ticker Ticker, PeerTable Peers, IPeerReceiver Receiver, Action<Exception> OnFault)
{
    public LocalTransport Transport(IceCredentials credentials) => new(credentials, Fingerprint, Addresses, TcpAddresses);
}
