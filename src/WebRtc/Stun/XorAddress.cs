using System.Buffers.Binary;

namespace WebRtc.Stun;

/// <summary>XOR-MAPPED-ADDRESS; RFC 8489 §14.2. XOR hides the address from NATs that rewrite what looks like one.</summary>
internal static class XorAddress
{
    private const byte IPv4 = 1, IPv6 = 2;

    private const int Header = 4;

    public static int LengthOf(TransportAddress address) => Header + (address.IsIPv4 ? 4 : 16);

    public static void Write(Span<byte> value, TransportAddress address, ReadOnlySpan<byte> transactionId)
    {
        value[0] = 0;
        value[1] = address.IsIPv4 ? IPv4 : IPv6;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ StunMessage.MagicCookie >> 16));
        Span<byte> ip = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(ip, address.Ip);
        ip[(address.IsIPv4 ? 12 : 0)..].CopyTo(value[Header..]);
        Mask(value[Header..], transactionId);
    }

    public static bool TryRead(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transactionId, out TransportAddress address)
    {
        address = default;
        if (value.Length < Header || value.Length != Header + (value[1] switch { IPv4 => 4, IPv6 => 16, _ => -1 }))
            return false;
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ StunMessage.MagicCookie >> 16);
        Span<byte> ip = stackalloc byte[16];
        ip = ip[..(value.Length - Header)];
        value[Header..].CopyTo(ip);
        Mask(ip, transactionId);
        address = ip.Length == 4
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(ip), port)
            : new(BinaryPrimitives.ReadUInt128BigEndian(ip), port);
        return true;
    }

    private static void Mask(Span<byte> ip, ReadOnlySpan<byte> transactionId)
    {
        Span<byte> mask = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(mask, StunMessage.MagicCookie);
        transactionId.CopyTo(mask[4..]);
        for (var i = 0; i < ip.Length; i++)
            ip[i] ^= mask[i];
    }
}
