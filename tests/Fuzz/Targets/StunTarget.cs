using WebRtc.Stun;
using Xunit;

namespace Fuzz.Targets;

/// <summary>A datagram from anybody. What is authentic or has its fingerprint was not changed in what that covers.</summary>
public sealed class StunTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => [StunVectors.Request, StunVectors.IPv4Response, StunVectors.IPv6Response];

    public override bool Feed(byte[] input)
    {
        if (!StunMessage.TryRead(input, out var message))
            return false;
        foreach (var attribute in message.Attributes)
            Assert.True(attribute.Value.Length <= input.Length);
        message.TryGetXorMappedAddress(out _);
        message.TryGetErrorCode(out _);
        message.HasFingerprint();
        message.IsAuthentic(StunVectors.Password);
        return true;
    }
}
