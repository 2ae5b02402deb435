using System.Net;
using Media;
using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Rtp;
using WebRtc.Sdp;
using Xunit;

namespace WebRtc.Tests.Sdp;

public class NegotiationTests
{
    private static readonly VideoCodec[] All = [VideoCodec.H264, VideoCodec.Vp8, VideoCodec.Vp9, VideoCodec.Av1];

    private static readonly LocalTransport Local = new(
        new("ufragufrag", "passwordpasswordpassword"), DtlsFingerprint.Parse(OfferVectors.Fingerprint)!,
        [new(IPAddress.Parse("192.0.2.1"), 8189), new(IPAddress.Parse("2001:db8::1"), 8189)], []);

    [Fact]
    public void A_browsers_offer_is_read_whole()
    {
        var negotiation = Negotiate(OfferVectors.Chromium, All);
        Assert.Equal((VideoCodec.H264, 107, 108), (negotiation.Codec, negotiation.Payload.PayloadType, negotiation.Rtx!.PayloadType));
        Assert.Equal(new HeaderExtensions(4, 2, 3, 15), negotiation.Extensions);
        Assert.Equal((2231u, 2232u), (negotiation.Video.Ssrc!.Value, negotiation.Video.RtxSsrc!.Value));
        Assert.Equal(("yHq2", OfferVectors.Fingerprint), (negotiation.Remote.Ice.Ufrag, negotiation.Remote.Fingerprint.ToString()));
        Assert.Equal(["nack", "nack pli", "ccm fir", "transport-cc"], negotiation.Feedback);
        Assert.Equal<byte>([0, 0, 0, 1, 0x67, 0x42, 0xC0, 0x1E, 0, 0, 0, 1, 0x68, 0xCE], H264ParameterSets.Read(negotiation.Payload).ToArray());
    }

    [Theory]
    [InlineData(VideoCodec.Vp8, 96)]
    [InlineData(VideoCodec.Av1, 45)]
    public void The_codec_is_the_one_preferred_here(VideoCodec codec, int payloadType) =>
        Assert.Equal(payloadType, Negotiate(OfferVectors.Chromium, [codec, .. All]).Payload.PayloadType);

    [Fact]
    public void An_offer_with_little_in_it_gets_what_it_has()
    {
        var negotiation = Negotiate(OfferVectors.Simple, All);
        Assert.Equal((VideoCodec.Vp8, 100, null), (negotiation.Codec, negotiation.Payload.PayloadType, negotiation.Rtx));
        Assert.Equal(["nack", "goog-remb"], negotiation.Feedback);
        Assert.Null(negotiation.Video.Ssrc);
        Assert.DoesNotContain("a=group", AnswerWriter.Write(negotiation, Local), StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_says_what_was_negotiated_and_is_itself_sound()
    {
        var answer = AnswerWriter.Write(Negotiate(OfferVectors.Chromium, All), Local);
        var read = RemoteDescriptionReader.Read(answer, out var problem);
        Assert.Equal("", problem);
        Assert.Equal(("ufragufrag", "passive", 2), (read!.Ice.Ufrag, read.Setup, read.Candidates.Count));
        Assert.Equal(["0", "1"], read.Media.Select(media => media.Mid));
        Assert.All(read.Media, media => Assert.Equal(MediaDirection.RecvOnly, media.Direction));
        Assert.Equal([107, 108], read.Media[1].Codecs.Select(codec => codec.PayloadType));
        var lines = answer.Split("\r\n");
        Assert.Contains("a=ice-lite", lines);
        Assert.Contains("a=group:BUNDLE 0 1", lines);
        Assert.Contains("a=fmtp:107 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", lines);
        Assert.Contains("a=extmap:15 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time", lines);
        Assert.Contains("m=audio 8189 UDP/TLS/RTP/SAVPF 111", lines);
        Assert.Contains("a=rtpmap:111 opus/48000/2", lines);
        Assert.Contains("a=end-of-candidates", lines);
        Assert.DoesNotContain("video-orientation", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("goog-remb", answer, StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("a=fingerprint:", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_own_offer_is_accepted()
    {
        var offer = OfferWriter.Write(VideoCodec.Vp9, Local, 1, 2);
        var negotiation = Negotiate(offer, All);
        Assert.Equal((VideoCodec.Vp9, OfferWriter.RtxPayloadType), (negotiation.Codec, negotiation.Rtx!.PayloadType));
        Assert.Equal(OfferWriter.Extensions, negotiation.Extensions);
    }

    [Theory]
    [InlineData("v=0", "v=1", "line 1 is not v=0")]
    [InlineData("s=-", "s", "line 3 is not TYPE=VALUE")]
    [InlineData("m=audio 9", "m=audio 99999", "line 8 is not m=")]
    [InlineData("a=group:BUNDLE 0 1", "a=group:BUNDLE 0", "m=video is not in a=group:BUNDLE")]
    [InlineData("a=rtcp-mux\r\n", "", "m=audio has no a=rtcp-mux")]
    [InlineData("a=ice-ufrag:yHq2", "a=ice-ufrag:yH", "a=ice-ufrag must have 4 to 256")]
    [InlineData("a=ice-pwd:0bq8mWf/9bL1", "a=ice-pwd:\"", "a=ice-pwd must have 22 to 256")]
    [InlineData("sha-256 ", "sha-1 ", "a=fingerprint with sha-256")]
    [InlineData("a=setup:actpass", "a=setup:passive", "a=setup:passive")]
    [InlineData("a=setup:actpass", "a=setup:holdconn", "a=setup must be")]
    [InlineData("a=sendonly", "a=recvonly", "m=audio sends nothing")]
    [InlineData("m=audio", "m=application", "m=application is not received here")]
    [InlineData("m=audio", "m=video", "there are 2 video sections")]
    [InlineData("m=video", "m=audio", "several audio sections")]
    [InlineData("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP", "m=video offers RTP/AVP")]
    [InlineData("/90000", "/8000", "no video codec in common: offered are VP8, rtx, H264, VP9, AV1; understood are H264, VP8, VP9, AV1")]
    public void A_bad_offer_is_refused_in_words(string sound, string bad, string words)
    {
        var offer = OfferVectors.Chromium.Replace(sound, bad, StringComparison.Ordinal);
        var remote = RemoteDescriptionReader.Read(offer, out var problem);
        if (remote is not null)
            Assert.Null(Negotiator.Negotiate(remote, All, out problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_past_its_bounds_is_refused()
    {
        Assert.Null(RemoteDescriptionReader.Read("v=0\n" + new string('a', SdpParser.MaxLength), out var problem));
        Assert.Contains("65536 are allowed", problem, StringComparison.Ordinal);
        Assert.Null(RemoteDescriptionReader.Read("v=0\n" + new string('\n', 2000), out problem));
        Assert.Contains("1000 lines", problem, StringComparison.Ordinal);
        Assert.Null(RemoteDescriptionReader.Read("v=0\n" + string.Concat(Enumerable.Repeat("m=video 9 X 1\n", 20)), out problem));
        Assert.Contains("16 are allowed", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fragment_brings_candidates_or_new_credentials()
    {
        var fragment = IceFragment.Read("a=group:BUNDLE 0\r\nm=audio 9 X 0\r\na=mid:0\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=candidate:1 1 udp 1 192.0.2.9 5 typ host\r\na=end-of-candidates\r\n", out var problem);
        Assert.Equal("", problem);
        Assert.Equal(("EsAw", 1), (fragment!.Credentials!.Ufrag, fragment.Candidates.Count));
        Assert.Null(IceFragment.Read("a=ice-ufrag:EsAw", out problem));
        Assert.Contains("together", problem, StringComparison.Ordinal);
        Assert.True(IceFragment.Read("a=mid:0", out _)!.IsEmpty);
        var media = RemoteDescriptionReader.Read(OfferVectors.Chromium, out _)!.Media[0];
        var answer = IceFragment.Write(Local, media);
        Assert.Contains("a=ice-pwd:passwordpasswordpassword\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"m={media.Kind} 9 UDP/TLS/RTP/SAVPF {media.Formats[0]}\r\na=mid:{media.Mid}\r\na=candidate:1 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_fresh_and_sound()
    {
        var (one, two) = (IceCredentials.Create(), IceCredentials.Create());
        Assert.NotEqual(one, two);
        Assert.True(IceCredentials.IsUfrag(one.Ufrag) && IceCredentials.IsPassword(one.Password));
        Assert.DoesNotContain(one.Password, $"{one}", StringComparison.Ordinal);
    }

    private static Negotiation Negotiate(string offer, VideoCodec[] preference)
    {
        var remote = RemoteDescriptionReader.Read(offer, out var problem);
        Assert.Equal("", problem);
        var negotiation = Negotiator.Negotiate(remote!, preference, out problem);
        Assert.Equal("", problem);
        return negotiation!;
    }
}
