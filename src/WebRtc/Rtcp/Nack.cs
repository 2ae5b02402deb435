using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>Generic NACK: pairs of a lost packet and a mask of the sixteen after it; RFC 4585 §6.2.1.</summary>
internal static class Nack
{
    private const int MaskBits = 16;

    /// <summary>Adds the sequence numbers that the message asks for.</summary>
    public static bool TryRead(RtcpPacket packet, List<ushort> lost)
    {
        if (!packet.IsTransportFeedback(FeedbackFormat.Nack))
            return false;
        for (var pairs = packet.Body[8..]; pairs.Length >= 4; pairs = pairs[4..])
        {
            var first = BinaryPrimitives.ReadUInt16BigEndian(pairs);
            lost.Add(first);
            for (var bit = 0; bit < MaskBits; bit++)
                if ((BinaryPrimitives.ReadUInt16BigEndian(pairs[2..]) >> bit & 1) != 0)
                    lost.Add((ushort)(first + bit + 1));
        }
        return true;
    }

    /// <param name="lost">In rising order, maybe around the wrap.</param>
    /// <param name="written">How many bytes of <paramref name="pairs"/> were used.</param>
    public static void Write(ReadOnlySpan<ushort> lost, Span<byte> pairs, out int written)
    {
        written = 0;
        for (var i = 0; i < lost.Length && written + 4 <= pairs.Length; written += 4)
        {
            var first = lost[i++];
            var mask = 0;
            for (; i < lost.Length && (ushort)(lost[i] - first - 1) is < MaskBits and var bit; i++)
                mask |= 1 << bit;
            BinaryPrimitives.WriteUInt16BigEndian(pairs[written..], first);
            BinaryPrimitives.WriteUInt16BigEndian(pairs[(written + 2)..], (ushort)mask);
        }
    }
}
