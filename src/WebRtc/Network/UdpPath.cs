using System.Net;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>From the port of all peers to the address of one.</summary>
internal sealed class UdpPath(UdpPort port, TransportAddress address) : IPeerPath
{
    private readonly SocketAddress _to = port.ToSocketAddress(address);

    public TransportAddress Address => address;

    public void Send(ReadOnlySpan<byte> datagram) => port.Send(_to, datagram);
}
