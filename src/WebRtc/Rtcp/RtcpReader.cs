using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>Walks a compound, also a reduced one (RFC 5506). What follows a packet with a wrong length is not read.</summary>
internal ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private ReadOnlySpan<byte> _rest = compound;

    public bool TryNext(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.Length < RtcpPacket.HeaderLength || _rest[0] >> 6 != 2)
            return false;
        var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1);
        if (length > _rest.Length)
            return false;
        var body = _rest[RtcpPacket.HeaderLength..length];
        if ((_rest[0] & 0x20) != 0)
        {
            if (body.IsEmpty || body[^1] == 0 || body[^1] > body.Length)
                return false;
            body = body[..^body[^1]];
        }
        packet = new((RtcpType)_rest[1], _rest[0] & 0x1F, body);
        _rest = _rest[length..];
        return true;
    }
}
