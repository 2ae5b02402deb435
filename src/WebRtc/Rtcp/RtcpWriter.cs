using System.Buffers.Binary;
using System.Text;
using WebRtc.Rtp;

namespace WebRtc.Rtcp;

/// <summary>Writes a compound. The buffer must have room for what is added.</summary>
internal ref struct RtcpWriter(Span<byte> buffer)
{
    /// <summary>With what SRTCP adds, it passes every path.</summary>
    public const int MaxLength = 1200;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void SenderReport(in SenderReport report) => report.Write(Add(RtcpType.SenderReport, 0, Rtcp.SenderReport.Length));

    /// <param name="block">Null: nothing was received yet, but a compound must begin with a report.</param>
    public void ReceiverReport(uint sender, ReportBlock? block)
    {
        var body = Add(RtcpType.ReceiverReport, block is null ? 0 : 1, sizeof(uint) + (block is null ? 0 : ReportBlock.Length));
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        block?.Write(body[sizeof(uint)..]);
    }

    /// <summary>RFC 3550 §6.5: one chunk with a CNAME.</summary>
    public void SourceDescription(uint sender, string cname)
    {
        const byte cnameItem = 1;
        var length = Encoding.UTF8.GetByteCount(cname);
        // The item list ends with at least one zero and fills its word.
        var body = Add(RtcpType.SourceDescription, 1, sizeof(uint) + (2 + length + 4 & ~3));
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        body[4] = cnameItem;
        body[5] = (byte)length;
        Encoding.UTF8.GetBytes(cname, body[6..]);
    }

    public void Goodbye(uint sender) => BinaryPrimitives.WriteUInt32BigEndian(Add(RtcpType.Goodbye, 1, sizeof(uint)), sender);

    public void Nack(uint sender, uint media, scoped ReadOnlySpan<ushort> lost)
    {
        Span<byte> pairs = stackalloc byte[4 * lost.Length];
        Rtcp.Nack.Write(lost, pairs, out var written);
        pairs[..written].CopyTo(Feedback(RtcpType.TransportFeedback, FeedbackFormat.Nack, sender, media, written));
    }

    public void Pli(uint sender, uint media) => Feedback(RtcpType.PayloadFeedback, FeedbackFormat.Pli, sender, media, 0);

    public void Fir(uint sender, uint media, byte number) =>
        Rtcp.Fir.Write(Feedback(RtcpType.PayloadFeedback, FeedbackFormat.Fir, sender, 0, 8), media, number);

    public void Remb(uint sender, uint media, ulong bitsPerSecond) =>
        Rtcp.Remb.Write(Feedback(RtcpType.PayloadFeedback, FeedbackFormat.Remb, sender, 0, Rtcp.Remb.Length), media, bitsPerSecond);

    /// <param name="content">A multiple of four bytes.</param>
    public void TransportCc(uint sender, uint media, scoped ReadOnlySpan<byte> content) =>
        content.CopyTo(Feedback(RtcpType.TransportFeedback, FeedbackFormat.TransportCc, sender, media, content.Length));

    private Span<byte> Feedback(RtcpType type, int format, uint sender, uint media, int length)
    {
        var body = Add(type, format, 8 + length);
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media);
        return body[8..];
    }

    private Span<byte> Add(RtcpType type, int count, int length)
    {
        var packet = _buffer.Slice(Length, RtcpPacket.HeaderLength + length);
        packet.Clear();
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(length / 4));
        Length += packet.Length;
        return packet[RtcpPacket.HeaderLength..];
    }
}
