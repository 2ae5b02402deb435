using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WebRtc.Stun;

/// <summary>The two sums a message ends with: each covers what lies before it, with a length field that includes it.</summary>
internal static class StunChecks
{
    // RFC 8489 §14.7: "STUN" in ASCII.
    private const uint FingerprintMask = 0x5354554E;

    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>§14.5: HMAC-SHA1.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "ICE has no other integrity; RFC 8445 §7.1.")]
    public static void Integrity(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key, Span<byte> sum)
    {
        Span<byte> covered = stackalloc byte[before.Length];
        before.CopyTo(covered);
        SetLength(covered, before.Length + StunMessage.AttributeHeader + StunMessage.IntegrityLength);
        HMACSHA1.HashData(key, covered, sum);
    }

    /// <summary>§14.7: CRC-32 as in ITU V.42. The length field is right already, FINGERPRINT being last.</summary>
    public static uint Fingerprint(ReadOnlySpan<byte> before)
    {
        var crc = uint.MaxValue;
        foreach (var value in before)
            crc = Crc[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc ^ FingerprintMask;
    }

    /// <param name="end">Where the message ends.</param>
    public static void SetLength(Span<byte> message, int end) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)(end - StunMessage.HeaderLength));

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        return crc;
    }
}
