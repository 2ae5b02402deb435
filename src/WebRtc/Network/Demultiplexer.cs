namespace WebRtc.Network;

internal static class Demultiplexer
{
    public static DatagramKind KindOf(ReadOnlySpan<byte> datagram) => datagram switch
    {
        [<= 3, ..] => DatagramKind.Stun,
        [>= 20 and <= 63, ..] => DatagramKind.Dtls,
        // RFC 5761 §4: payload types 64 to 95 are left to RTCP.
        [>= 128 and <= 191, >= 192 and <= 223, ..] => DatagramKind.Rtcp,
        [>= 128 and <= 191, _, ..] => DatagramKind.Rtp,
        _ => DatagramKind.Unknown,
    };
}

/// <summary>The protocols on one port, told by the first byte; RFC 7983 §7.</summary>
internal enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
