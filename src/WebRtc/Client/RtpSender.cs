using System.Buffers.Binary;
using Media;
using WebRtc.Jitter;
using WebRtc.Packetize;
using WebRtc.Rtcp;
using WebRtc.Rtp;
using WebRtc.Sdp;

namespace WebRtc.Client;

/// <summary>Access units become RTP packets, which are kept a while to be sent again. Without a socket, and not yet protected.</summary>
internal sealed class RtpSender(VideoCodec codec, HeaderExtensions extensions, uint ssrc, uint rtxSsrc)
{
    /// <summary>Packets that can be asked for again: two seconds at 5 Mbit/s.</summary>
    private const int History = 1024;

    /// <summary>With SRTP, UDP and IPv6 headers it stays below 1,280 bytes, which every path carries.</summary>
    private const int MaxPacket = 1180;

    private readonly IPacketizer _packetizer = Packetizers.Of(codec);
    private readonly byte[]?[] _sent = new byte[]?[History];
    private readonly byte[] _buffer = new byte[MaxPacket];
    private ushort _sequence = (ushort)Random.Shared.Next(ushort.MaxValue), _rtxSequence, _transportSequence;
    private uint _packets, _octets, _timestamp;
    private DateTimeOffset _captured;

    /// <summary>Makes the unit's packets; each is the caller's to protect and send, and to keep unchanged.</summary>
    public IEnumerable<byte[]> Send(ReadOnlyMemory<byte> unit, bool isKey, uint timestamp, DateTimeOffset captured)
    {
        (_timestamp, _captured) = (timestamp, captured);
        _packetizer.Begin(unit, isKey);
        for (var isLast = false; !isLast;)
            yield return Next(captured, out isLast);
    }

    /// <summary>The packet again, over RTX.</summary>
    public bool TryRepeat(ushort sequence, DateTimeOffset now, Span<byte> buffer, out int length)
    {
        length = 0;
        if (_sent[sequence % History] is not { } sent || !RtpPacket.TryRead(sent, out var packet) || packet.Header.SequenceNumber != sequence)
            return false;
        var header = packet.Header with { PayloadType = OfferWriter.RtxPayloadType, Ssrc = rtxSsrc, SequenceNumber = _rtxSequence++ };
        var writer = new RtpWriter(buffer, header);
        AddExtensions(ref writer, now);
        var payload = writer.BeginPayload();
        BinaryPrimitives.WriteUInt16BigEndian(payload, sequence);
        packet.Payload.CopyTo(payload[Rtx.HeaderLength..]);
        length = writer.End(Rtx.HeaderLength + packet.Payload.Length);
        return true;
    }

    /// <summary>What the newest unit's timestamp was on the wall.</summary>
    public int WriteReport(Span<byte> buffer)
    {
        var writer = new RtcpWriter(buffer);
        writer.SenderReport(new(ssrc, NtpTime.From(_captured), _timestamp, _packets, _octets));
        writer.SourceDescription(ssrc, "publisher");
        return writer.Length;
    }

    private byte[] Next(DateTimeOffset captured, out bool isLast)
    {
        var writer = new RtpWriter(_buffer, new(OfferWriter.PayloadType, false, _sequence, _timestamp, ssrc));
        Span<byte> capture = stackalloc byte[AbsCaptureTime.Length];
        AbsCaptureTime.Write(capture, NtpTime.From(captured));
        writer.AddExtension(extensions.AbsCaptureTime, capture);
        AddExtensions(ref writer, captured);
        var length = writer.End(_packetizer.Next(writer.BeginPayload(), out isLast));
        if (isLast)
            _buffer[1] |= 0x80;
        _packets++;
        _octets += (uint)length;
        return _sent[_sequence++ % History] = _buffer[..length];
    }

    private void AddExtensions(ref RtpWriter writer, DateTimeOffset now)
    {
        Span<byte> value = stackalloc byte[AbsSendTime.Length];
        AbsSendTime.Write(value, NtpTime.From(now));
        writer.AddExtension(extensions.Mid, "0"u8);
        writer.AddExtension(extensions.AbsSendTime, value);
        writer.AddExtension(extensions.TransportCc, [(byte)(_transportSequence >> 8), (byte)_transportSequence++]);
    }
}
