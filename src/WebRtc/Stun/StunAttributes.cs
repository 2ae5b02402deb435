using System.Buffers.Binary;

namespace WebRtc.Stun;

/// <summary>The attributes of a message that was checked, in their order.</summary>
internal ref struct StunAttributes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public StunAttribute Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly StunAttributes Current => this;

    public readonly StunAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        Type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Value = _rest.Slice(StunMessage.AttributeHeader, length);
        _rest = _rest[(StunMessage.AttributeHeader + (length + 3 & ~3))..];
        return true;
    }
}
