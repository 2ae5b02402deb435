using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebRtc.Stun;

/// <summary>A message as it lies in its datagram; RFC 8489 §5.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// |      attribute: type          |   length, then value, padded  |
/// </code>
/// </remarks>
internal readonly ref struct StunMessage
{
    public const int HeaderLength = 20;

    public const int TransactionIdLength = 12;

    public const uint MagicCookie = 0x2112A442;

    /// <summary>No binding message of a sound peer is longer than an Ethernet frame.</summary>
    public const int MaxLength = 1500;

    internal const int IntegrityLength = 20;

    internal const int AttributeHeader = 4;

    private readonly ReadOnlySpan<byte> _bytes;

    // Where these attributes begin; 0: absent.
    private readonly int _integrity, _fingerprint;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrity, int fingerprint)
    {
        _bytes = bytes;
        _integrity = integrity;
        _fingerprint = fingerprint;
    }

    public StunType Type => (StunType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, TransactionIdLength);

    /// <summary>Attributes after MESSAGE-INTEGRITY are not protected by it and do not count; §14.5.</summary>
    public StunAttributes Attributes => new(_bytes[HeaderLength..(_integrity > 0 ? _integrity : _bytes.Length)]);

    /// <summary>§7.3: the checks that need no credentials. The length must be that of the datagram.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length is < HeaderLength or > MaxLength || datagram[0] >> 6 != 0)
            return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie)
            return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderLength || datagram.Length % 4 != 0)
            return false;
        if (!TryWalk(datagram, out var integrity, out var fingerprint))
            return false;
        message = new(datagram, integrity, fingerprint);
        return true;
    }

    public bool TryGet(StunAttribute type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type != type)
                continue;
            value = attribute.Value;
            return true;
        }
        value = default;
        return false;
    }

    public bool Has(StunAttribute type) => TryGet(type, out _);

    public bool TryGetUInt32(StunAttribute type, out uint value)
    {
        value = 0;
        return TryGet(type, out var bytes) && BinaryPrimitives.TryReadUInt32BigEndian(bytes, out value);
    }

    public bool TryGetXorMappedAddress(out TransportAddress address)
    {
        address = default;
        return TryGet(StunAttribute.XorMappedAddress, out var value) && XorAddress.TryRead(value, TransactionId, out address);
    }

    public bool TryGetErrorCode(out int code)
    {
        code = 0;
        if (!TryGet(StunAttribute.ErrorCode, out var value) || value.Length < 4)
            return false;
        code = (value[2] & 7) * 100 + value[3];
        return true;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and made with this key (ICE: the password); compared in constant time.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> key)
    {
        if (_integrity == 0)
            return false;
        Span<byte> expected = stackalloc byte[IntegrityLength];
        StunChecks.Integrity(_bytes[.._integrity], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.Slice(_integrity + AttributeHeader, IntegrityLength));
    }

    /// <summary>Whether FINGERPRINT is there and right.</summary>
    public bool HasFingerprint() =>
        _fingerprint > 0
        && StunChecks.Fingerprint(_bytes[.._fingerprint]) == BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprint + AttributeHeader)..]);

    private static bool TryWalk(ReadOnlySpan<byte> datagram, out int integrity, out int fingerprint)
    {
        integrity = fingerprint = 0;
        for (var at = HeaderLength; at < datagram.Length;)
        {
            // FINGERPRINT is the last attribute; §14.7.
            if (fingerprint > 0 || datagram.Length - at < AttributeHeader)
                return false;
            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
            var end = at + AttributeHeader + (length + 3 & ~3);
            if (end > datagram.Length)
                return false;
            if (type == StunAttribute.MessageIntegrity && integrity == 0)
            {
                if (length != IntegrityLength)
                    return false;
                integrity = at;
            }
            if (type == StunAttribute.Fingerprint)
            {
                if (length != 4)
                    return false;
                fingerprint = at;
            }
            at = end;
        }
        return true;
    }
}

/// <summary>Class and method of the messages ICE uses; RFC 8489 §5.</summary>
internal enum StunType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}

/// <summary>RFC 8489 §18.3, RFC 8445 §16.1.</summary>
internal enum StunAttribute : ushort
{
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000A,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Software = 0x8022,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802A,
}

/// <summary>RFC 8489 §14.8, RFC 8445 §7.3.1.1.</summary>
internal enum StunError
{
    UnknownAttribute = 420,
    RoleConflict = 487,
}
