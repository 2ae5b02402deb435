using System.Buffers.Binary;
using System.Text;

namespace WebRtc.Stun;

/// <summary>Writes one message. The buffer must have room: what is written is ours, and at most <see cref="StunMessage.MaxLength"/>.</summary>
internal ref struct StunWriter
{
    private readonly Span<byte> _buffer;
    private int _at;

    public StunWriter(Span<byte> buffer, StunType type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(buffer[8..StunMessage.HeaderLength]);
        _at = StunMessage.HeaderLength;
    }

    public void Add(StunAttribute type, ReadOnlySpan<byte> value = default)
    {
        value.CopyTo(Reserve(type, value.Length));
    }

    public void Add(StunAttribute type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, sizeof(uint)), value);

    public void Add(StunAttribute type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(type, sizeof(ulong)), value);

    public void AddXorMappedAddress(TransportAddress address) =>
        XorAddress.Write(Reserve(StunAttribute.XorMappedAddress, XorAddress.LengthOf(address)), address, _buffer.Slice(8, StunMessage.TransactionIdLength));

    public void AddError(StunError error, string reason)
    {
        var value = Reserve(StunAttribute.ErrorCode, 4 + Encoding.UTF8.GetByteCount(reason));
        value[2] = (byte)((int)error / 100);
        value[3] = (byte)((int)error % 100);
        Encoding.UTF8.GetBytes(reason, value[4..]);
    }

    /// <param name="key">Empty: without MESSAGE-INTEGRITY.</param>
    /// <returns>The message's length.</returns>
    public int End(ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            var before = _buffer[.._at];
            StunChecks.Integrity(before, key, Reserve(StunAttribute.MessageIntegrity, StunMessage.IntegrityLength));
        }
        var covered = _buffer[.._at];
        var fingerprint = Reserve(StunAttribute.Fingerprint, sizeof(uint));
        StunChecks.SetLength(_buffer, _at);
        BinaryPrimitives.WriteUInt32BigEndian(fingerprint, StunChecks.Fingerprint(covered));
        return _at;
    }

    private Span<byte> Reserve(StunAttribute type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[_at..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(_at + 2)..], (ushort)length);
        var padded = _buffer.Slice(_at + StunMessage.AttributeHeader, length + 3 & ~3);
        padded.Clear();
        _at += StunMessage.AttributeHeader + padded.Length;
        return padded[..length];
    }
}
