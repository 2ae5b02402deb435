using System.Buffers.Binary;

namespace WebRtc.Rtp;

/// <summary>Writes one packet: header, one-byte extensions, payload. The buffer must have room.</summary>
internal ref struct RtpWriter
{
    private readonly Span<byte> _buffer;
    private int _at = RtpPacket.HeaderLength;
    private int _extensions;

    public RtpWriter(Span<byte> buffer, RtpHeader header)
    {
        _buffer = buffer;
        buffer[0] = 0x80;
        buffer[1] = (byte)((header.Marker ? 0x80 : 0) | header.PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], header.SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], header.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[8..], header.Ssrc);
    }

    /// <param name="id">1 to 14; 0 (not negotiated): nothing is written.</param>
    /// <param name="value">1 to 16 bytes.</param>
    public void AddExtension(int id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0)
            return;
        if (_extensions == 0)
        {
            _buffer[0] |= 0x10;
            BinaryPrimitives.WriteUInt16BigEndian(_buffer[_at..], RtpExtensions.OneByteProfile);
            _at += 4;
            _extensions = _at;
        }
        _buffer[_at++] = (byte)(id << 4 | value.Length - 1);
        value.CopyTo(_buffer[_at..]);
        _at += value.Length;
    }

    /// <summary>Ends the header. What follows is the payload's place.</summary>
    public Span<byte> BeginPayload()
    {
        if (_extensions > 0)
        {
            for (; (_at - _extensions) % 4 != 0; _at++)
                _buffer[_at] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(_buffer[(_extensions - 2)..], (ushort)((_at - _extensions) / 4));
        }
        return _buffer[_at..];
    }

    /// <returns>The packet's length.</returns>
    public readonly int End(int payloadLength) => _at + payloadLength;
}
