using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebRtc.Stun;

/// <summary>An IP address and a port as a value, so that a packet's sender is found without an allocation.</summary>
/// <param name="Ip">IPv4 as ::ffff:a.b.c.d.</param>
/// <param name="Scope">Of a link-local IPv6 address.</param>
/// <param name="IsTcp">The other end of a connection; else a UDP port.</param>
internal readonly record struct TransportAddress(UInt128 Ip, ushort Port, uint Scope = 0, bool IsTcp = false)
{
    // sockaddr_in: family, port, address. sockaddr_in6: family, port, flow, address, scope.
    private const int PortAt = 2, IPv4At = 4, IPv6At = 8, ScopeAt = 24;

    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    public bool IsIPv4 => Ip >> 32 == 0xFFFF;

    public static TransportAddress FromIPv4(uint ip, ushort port) => new(Mapped | ip, port);

    public static TransportAddress From(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[PortAt..]);
        return address.Family == AddressFamily.InterNetwork
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[IPv4At..]), port)
            // The scope is in the machine's byte order.
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes[IPv6At..]), port, BitConverter.ToUInt32(bytes[ScopeAt..]));
    }

    public static TransportAddress From(IPEndPoint end)
    {
        Span<byte> ip = stackalloc byte[16];
        end.Address.MapToIPv6().TryWriteBytes(ip, out _);
        var scope = end.Address is { AddressFamily: AddressFamily.InterNetworkV6 } v6 ? (uint)v6.ScopeId : 0;
        return new(BinaryPrimitives.ReadUInt128BigEndian(ip), (ushort)end.Port, scope);
    }

    public IPEndPoint ToEndPoint()
    {
        Span<byte> ip = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(ip, Ip);
        return new(IsIPv4 ? new IPAddress(ip[12..]) : new IPAddress(ip, Scope), Port);
    }

    /// <summary>As a socket of this family sends to it.</summary>
    public SocketAddress ToSocketAddress(AddressFamily family)
    {
        var end = ToEndPoint();
        return (family == AddressFamily.InterNetworkV6 ? new IPEndPoint(end.Address.MapToIPv6(), end.Port) : end).Serialize();
    }

    public override string ToString() => ToEndPoint().ToString();
}
