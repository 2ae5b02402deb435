using System.Buffers.Binary;
using Media;
using WebRtc.Endpoint;
using WebRtc.Jitter;
using WebRtc.Rtp;
using WebRtc.Sdp;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: packets as they come out of SRTP, each behind its length of two bytes and the milliseconds it comes after the one before. What comes out is whole.</summary>
public sealed class VideoReceiverTarget : FuzzTarget
{
    private const int MaxUnit = 20_000;

    private static readonly Negotiation Negotiation =
        Negotiator.Negotiate(RemoteDescriptionReader.Read(OfferVectors.Chromium, out _)!, [VideoCodec.Vp8], out _)!;

    public override IEnumerable<byte[]> Seeds => [Stream([0, 1, 2, 3, 4, 5, 6, 7]), Stream([0, 3, 1, 2, 2, 7, 5]), Stream([7, 0, 1, 2])];

    protected override int BriefInputs => 5_000;

    public override bool Feed(byte[] input)
    {
        var now = TimeSpan.Zero;
        var feedback = new byte[2000];
        var video = new VideoReceiver(Negotiation, new JitterOptions { MaxUnitBytes = MaxUnit }, (frame, _, _) => Assert.InRange(frame.Bytes.Length, 1, MaxUnit));
        var told = new ReceiverFeedback(Negotiation, video, 1_000_000);
        for (var rest = input.AsSpan(); rest.Length >= 3;)
        {
            now += TimeSpan.FromMilliseconds(rest[2]);
            var packet = rest[3..][..Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Length - 3)];
            video.OnRtp(packet, now);
            video.OnRtcp(packet, now);
            video.Advance(now);
            for (var messages = 0; told.Write(feedback, now) > 0; messages++)
                Assert.True(messages < 20, "feedback has no end");
            rest = rest[(3 + packet.Length)..];
        }
        return video.Packets > 0;
    }

    /// <summary>Two frames of four packets, in this order.</summary>
    private static byte[] Stream(int[] order)
    {
        var packets = UnitVectors.Vp8.SelectMany((unit, frame) => UnitVectors.Payloads(unit, 800).Select(payload => (frame, payload))).ToArray();
        return [.. order.Select(i => i % packets.Length).SelectMany(i => Framed(Packet(i, packets[i].frame, packets[i].payload)))];
    }

    private static byte[] Packet(int sequence, int frame, byte[] payload)
    {
        var buffer = new byte[1000];
        var writer = new RtpWriter(buffer, new((byte)Negotiation.Payload.PayloadType, false, (ushort)(65_533 + sequence), (uint)frame * 3000, Negotiation.Video.Ssrc!.Value));
        writer.AddExtension(Negotiation.Extensions.TransportCc, [0, (byte)sequence]);
        payload.CopyTo(writer.BeginPayload());
        return buffer[..writer.End(payload.Length)];
    }

    private static byte[] Framed(byte[] packet) => [(byte)(packet.Length >> 8), (byte)packet.Length, 20, .. packet];
}
