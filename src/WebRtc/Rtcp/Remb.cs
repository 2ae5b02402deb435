using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>Receiver estimated maximum bitrate; draft-alvestrand-rmcat-remb-03 §2.2.</summary>
/// <remarks><code>| 'R' 'E' 'M' 'B' | count (8) | exponent (6), mantissa (18) | SSRC ... |</code></remarks>
internal static class Remb
{
    /// <summary>For one source.</summary>
    public const int Length = 12;

    private const int MaxMantissa = (1 << 18) - 1;

    private static ReadOnlySpan<byte> Name => "REMB"u8;

    public static bool TryRead(RtcpPacket packet, out ulong bitsPerSecond)
    {
        bitsPerSecond = 0;
        if (!packet.IsPayloadFeedback(FeedbackFormat.Remb))
            return false;
        var body = packet.Body[8..];
        if (body.Length < 8 || !body.StartsWith(Name))
            return false;
        var word = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        var (exponent, mantissa) = ((int)(word >> 18 & 0x3F), word & MaxMantissa);
        // More than 46 bits to the left does not fit; no link is that fast.
        bitsPerSecond = exponent > 46 ? ulong.MaxValue : (ulong)mantissa << exponent;
        return true;
    }

    public static void Write(Span<byte> body, uint media, ulong bitsPerSecond)
    {
        var exponent = 0;
        for (; bitsPerSecond > MaxMantissa; exponent++)
            bitsPerSecond >>= 1;
        Name.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], 1u << 24 | (uint)exponent << 18 | (uint)bitsPerSecond);
        BinaryPrimitives.WriteUInt32BigEndian(body[8..], media);
    }
}
