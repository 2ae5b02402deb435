using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>How one source was received; RFC 3550 §6.4.1.</summary>
/// <param name="FractionLost">Since the report before, in 256ths.</param>
/// <param name="CumulativeLost">24 bits, signed.</param>
/// <param name="Jitter">In units of the RTP clock.</param>
/// <param name="LastSenderReport">Middle of its NTP time; 0: none came.</param>
/// <param name="DelaySinceLast">In 1/65536 s.</param>
internal readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint DelaySinceLast)
{
    public const int Length = 24;

    /// <param name="index">Below the packet's count.</param>
    public static bool TryRead(RtcpPacket packet, int index, out ReportBlock block)
    {
        block = default;
        var at = Length * index + packet.Type switch
        {
            RtcpType.SenderReport => SenderReport.Length,
            RtcpType.ReceiverReport => sizeof(uint),
            _ => packet.Body.Length,
        };
        if (index >= packet.Count || at + Length > packet.Body.Length)
            return false;
        var bytes = packet.Body[at..];
        block = new(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            bytes[4],
            (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
        return true;
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)FractionLost << 24 | (uint)CumulativeLost & 0xFFFFFF);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLast);
    }
}
