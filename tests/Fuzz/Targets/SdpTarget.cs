using System.Net;
using System.Text;
using WebRtc;
using WebRtc.Dtls;
using WebRtc.Sdp;
using Xunit;

namespace Fuzz.Targets;

/// <summary>An offer from anybody. What is accepted gets an answer that can be read.</summary>
public sealed class SdpTarget : FuzzTarget
{
    private static readonly LocalTransport Local = new(
        new("ufrag", "passwordpasswordpassword"), DtlsFingerprint.Parse(OfferVectors.Fingerprint)!, [new(IPAddress.Loopback, 8189)], [new(IPAddress.Loopback, 8189)]);

    public override IEnumerable<byte[]> Seeds => [Encoding.UTF8.GetBytes(OfferVectors.Chromium), Encoding.UTF8.GetBytes(OfferVectors.Simple)];

    public override IEnumerable<string> Tokens =>
        ["\r\n", "a=", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "a=rtpmap:", "a=fmtp:", "a=rtcp-fb:* ", "a=extmap:1/sendonly ", "a=ssrc-group:FID ", "a=sendonly", "a=mid:", "/90000", "apt=", ";"];

    protected override int BriefInputs => 5_000;

    public override bool Feed(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        IceFragment.Read(text, out _);
        if (RemoteDescriptionReader.Read(text, out _) is not { } remote)
            return false;
        if (Negotiator.Negotiate(remote, WebRtcOptions.KnownCodecs, out _) is not { } negotiation)
            return false;
        H264ParameterSets.Read(negotiation.Payload);
        var answer = AnswerWriter.Write(negotiation, Local);
        Assert.True(RemoteDescriptionReader.Read(answer, out var problem) is not null, problem);
        return true;
    }
}
