using System.Buffers.Binary;

namespace WebRtc.Rtp;

/// <summary>A packet as it lies in its datagram; RFC 3550 §5.1.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                    CSRC list, CC entries                      |
/// |  extension profile (X)        |  length in 32-bit words       |
/// </code>
/// </remarks>
internal readonly ref struct RtpPacket
{
    public const int HeaderLength = 12;

    private RtpPacket(RtpHeader header, RtpExtensions extensions, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Extensions = extensions;
        Payload = payload;
    }

    public RtpHeader Header { get; }

    public RtpExtensions Extensions { get; }

    /// <summary>Without padding; empty in packets that only probe for bandwidth.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (!TryReadHeader(bytes, out var header))
            return false;
        var at = HeaderLength + 4 * (bytes[0] & 0xF);
        if (at > bytes.Length)
            return false;

        var extensions = default(RtpExtensions);
        if ((bytes[0] & 0x10) != 0)
        {
            if (bytes.Length - at < 4)
                return false;
            var profile = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            var length = 4 * BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            at += 4;
            if (length > bytes.Length - at)
                return false;
            extensions = new(profile, bytes.Slice(at, length));
            at += length;
        }

        var padding = (bytes[0] & 0x20) != 0 ? bytes[^1] : 0;
        // Padding counts itself, so it cannot be none.
        if (((bytes[0] & 0x20) != 0 && padding == 0) || padding > bytes.Length - at)
            return false;
        packet = new(header, extensions, bytes[at..^padding]);
        return true;
    }

    /// <summary>The part that is not encrypted under SRTP.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out RtpHeader header)
    {
        header = default;
        if (bytes.Length < HeaderLength || bytes[0] >> 6 != 2)
            return false;
        header = new(
            (byte)(bytes[1] & 0x7F),
            (bytes[1] & 0x80) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));
        return true;
    }
}

/// <summary>The fixed part that one packet differs in from the next; RFC 3550 §5.1.</summary>
internal readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc);
