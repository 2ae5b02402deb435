namespace WebRtc.Network;

/// <summary>The protocols on one port, told by the first byte; RFC 7983 §7.</summary>
internal enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
