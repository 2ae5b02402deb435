using System.Buffers.Binary;

namespace WebRtc.Packetize;

/// <summary>RFC 7741 with a picture id of 15 bits; the whole frame is sent as its first partition.</summary>
internal sealed class Vp8Packetizer : IPacketizer
{
    private const int DescriptorLength = 4;

    private ReadOnlyMemory<byte> _rest;
    private bool _isFirst;
    private ushort _pictureId;

    public void Begin(ReadOnlyMemory<byte> unit, bool isKey)
    {
        _rest = unit;
        _isFirst = true;
        _pictureId++;
    }

    public int Next(Span<byte> payload, out bool isLast)
    {
        var part = Math.Min(_rest.Length, payload.Length - DescriptorLength);
        isLast = part == _rest.Length;
        if (part == 0)
            return 0;
        payload[0] = (byte)(0x80 | (_isFirst ? 0x10 : 0));
        payload[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | _pictureId));
        _rest.Span[..part].CopyTo(payload[DescriptorLength..]);
        _rest = _rest[part..];
        _isFirst = false;
        return DescriptorLength + part;
    }
}
