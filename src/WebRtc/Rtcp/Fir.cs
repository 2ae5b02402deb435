using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>Full intra request; RFC 5104 §4.3.1. The sources it is about stand in its entries, not in the feedback header.</summary>
internal static class Fir
{
    private const int EntryLength = 8;

    public static bool IsAbout(RtcpPacket packet, uint media)
    {
        if (!packet.IsPayloadFeedback(FeedbackFormat.Fir))
            return false;
        for (var entries = packet.Body[8..]; entries.Length >= EntryLength; entries = entries[EntryLength..])
            if (BinaryPrimitives.ReadUInt32BigEndian(entries) == media)
                return true;
        return false;
    }

    /// <param name="number">Counts requests; repeats of one request carry the same.</param>
    public static void Write(Span<byte> entry, uint media, byte number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(entry, media);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)number << 24);
    }
}
