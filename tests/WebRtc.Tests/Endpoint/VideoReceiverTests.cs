using Media;
using WebRtc.Endpoint;
using WebRtc.Jitter;
using WebRtc.Rtp;
using WebRtc.Sdp;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class VideoReceiverTests
{
    private readonly Negotiation _negotiation = Negotiator.Negotiate(RemoteDescriptionReader.Read(OfferVectors.Chromium, out _)!, [VideoCodec.Vp8], out _)!;
    private readonly List<AssembledFrame> _frames = [];
    private readonly VideoReceiver _video;
    private ushort _sequence;

    public VideoReceiverTests() => _video = new(_negotiation, new(), (frame, _, _) => _frames.Add(frame));

    [Fact]
    public void A_source_that_falls_silent_makes_room_for_another()
    {
        var told = _negotiation.Video.Ssrc!.Value;
        Receive(told, milliseconds: 0);
        Receive(told + 9, milliseconds: 500);
        Assert.Equal(told, _video.Source!.Ssrc);
        Receive(told + 9, milliseconds: 1200);
        Assert.Equal(told + 9, _video.Source.Ssrc);
        Assert.Equal((2, 2L), (_frames.Count, _video.Totals.Frames));
    }

    [Fact]
    public void A_source_that_was_not_told_waits_a_moment_for_the_one_that_was()
    {
        Receive(5, milliseconds: 0);
        Assert.Null(_video.Source);
        Receive(5, milliseconds: 1001);
        Assert.Equal(5u, _video.Source!.Ssrc);
    }

    [Fact]
    public void Packets_of_other_payload_types_are_no_video()
    {
        Receive(_negotiation.Video.Ssrc!.Value, milliseconds: 0, payloadType: 111);
        Assert.Null(_video.Source);
    }

    private void Receive(uint ssrc, int milliseconds, int? payloadType = null)
    {
        var buffer = new byte[100];
        var header = new RtpHeader((byte)(payloadType ?? _negotiation.Payload.PayloadType), true, _sequence++, (uint)milliseconds * 90, ssrc);
        // A VP8 key frame in one packet.
        ReadOnlySpan<byte> payload = [0x10, 0x00, 1, 2, 3];
        var writer = new RtpWriter(buffer, header);
        payload.CopyTo(writer.BeginPayload());
        _video.OnRtp(buffer.AsSpan(0, writer.End(payload.Length)), TimeSpan.FromMilliseconds(milliseconds));
    }
}
