using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>How a peer is reached at one of its addresses.</summary>
internal interface IPeerPath
{
    TransportAddress Address { get; }

    /// <summary>From any thread, without waiting. What the network does not take is lost, and counted.</summary>
    void Send(ReadOnlySpan<byte> datagram);
}
