using System.Buffers.Binary;
using WebRtc.Rtp;

namespace WebRtc.Rtcp;

/// <summary>RFC 3550 §6.4.1.</summary>
internal readonly record struct SenderReport(uint Ssrc, NtpTime Ntp, uint RtpTimestamp, uint Packets, uint Octets)
{
    public const int Length = 24;

    public static bool TryRead(RtcpPacket packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpType.SenderReport || packet.Body.Length < Length)
            return false;
        var body = packet.Body;
        report = new(
            packet.Sender,
            new(BinaryPrimitives.ReadUInt64BigEndian(body[4..])),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[20..]));
        return true;
    }

    public void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], Octets);
    }
}
