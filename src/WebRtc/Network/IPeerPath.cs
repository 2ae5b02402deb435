using System.Net;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>How a peer is reached at one of its addresses.</summary>
internal interface IPeerPath
{
    TransportAddress Address { get; }

    /// <summary>From any thread, without waiting. What the network does not take is lost, and counted.</summary>
    void Send(ReadOnlySpan<byte> datagram);
}

/// <summary>From the port of all peers to the address of one.</summary>
internal sealed class UdpPath(UdpPort port, TransportAddress address) : IPeerPath
{
    private readonly SocketAddress _to = port.ToSocketAddress(address);

    public TransportAddress Address => address;

    public void Send(ReadOnlySpan<byte> datagram) => port.Send(_to, datagram);
}
