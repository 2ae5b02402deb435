using System.Buffers.Binary;

namespace WebRtc.Packetize;

/// <summary>RFC 9628, non-flexible mode, one spatial layer.</summary>
internal sealed class Vp9Packetizer : IPacketizer
{
    private const int DescriptorLength = 3;

    private ReadOnlyMemory<byte> _rest;
    private bool _isFirst, _isKey;
    private ushort _pictureId;

    public void Begin(ReadOnlyMemory<byte> unit, bool isKey)
    {
        (_rest, _isFirst, _isKey) = (unit, true, isKey);
        _pictureId++;
    }

    public int Next(Span<byte> payload, out bool isLast)
    {
        var part = Math.Min(_rest.Length, payload.Length - DescriptorLength);
        isLast = part == _rest.Length;
        if (part == 0)
            return 0;
        payload[0] = (byte)(0x80 | (_isKey ? 0 : 0x40) | (_isFirst ? 0x08 : 0) | (isLast ? 0x04 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[1..], (ushort)(0x8000 | _pictureId));
        _rest.Span[..part].CopyTo(payload[DescriptorLength..]);
        _rest = _rest[part..];
        _isFirst = false;
        return DescriptorLength + part;
    }
}
