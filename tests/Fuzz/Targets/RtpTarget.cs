using WebRtc.Rtp;
using Xunit;

namespace Fuzz.Targets;

/// <summary>What comes out of SRTP: authentic, but the peer is a stranger all the same.</summary>
public sealed class RtpTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => [RtpVectors.OneByte, RtpVectors.TwoByte, RtpVectors.Padded];

    public override bool Feed(byte[] input)
    {
        if (!RtpPacket.TryRead(input, out var packet))
            return false;
        Assert.True(packet.Payload.Length <= input.Length - RtpPacket.HeaderLength);
        foreach (var extension in packet.Extensions)
            AbsCaptureTime.TryRead(extension.Value, out _);
        return true;
    }
}
