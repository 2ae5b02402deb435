using WebRtc.Dtls;
using WebRtc.Rtcp;
using WebRtc.Rtp;
using WebRtc.Srtp;
using Xunit;

namespace WebRtc.Tests.Srtp;

public class SrtpSessionTests
{
    public static TheoryData<int> Profiles => [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmSha1];

    [Theory, MemberData(nameof(Profiles))]
    public void What_one_side_protects_the_other_opens(int profile)
    {
        var (one, two) = Pair(profile);
        using (one)
        using (two)
        {
            var (packet, length) = Protected(one, sequence: 1);
            Assert.NotEqual<byte>("payload"u8.ToArray(), packet[12..19]);
            var opened = two.Unprotect(packet.AsSpan(0, length));
            Assert.True(RtpPacket.TryRead(packet.AsSpan(0, opened), out var read) && read.Payload.SequenceEqual("payload"u8));

            var rtcp = new byte[100];
            var writer = new RtcpWriter(rtcp);
            writer.Pli(1, 2);
            var sealedLength = one.ProtectRtcp(rtcp, writer.Length);
            opened = two.UnprotectRtcp(rtcp.AsSpan(0, sealedLength));
            Assert.True(new RtcpReader(rtcp.AsSpan(0, opened)).TryNext(out var pli) && pli.IsPayloadFeedback(FeedbackFormat.Pli));
            Assert.Equal((0, 0), (two.Forged, two.Replayed));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Forged_and_replayed_packets_are_refused_and_counted(int profile)
    {
        var (one, two) = Pair(profile);
        using (one)
        using (two)
        {
            var (packet, length) = Protected(one, sequence: 1);
            var (copy, forged) = (packet.ToArray(), packet.ToArray());
            forged[15] ^= 1;
            Assert.Equal(0, two.Unprotect(forged.AsSpan(0, length)));
            Assert.Equal((1, 0), (two.Forged, two.Replayed));
            Assert.NotEqual(0, two.Unprotect(packet.AsSpan(0, length)));
            Assert.Equal(0, two.Unprotect(copy.AsSpan(0, length)));
            Assert.Equal((1, 1), (two.Forged, two.Replayed));
            Assert.Equal(0, two.Unprotect(new byte[3]));
            Assert.Equal(0, two.UnprotectRtcp(new byte[3]));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_packet_a_thousand_late_is_opened_and_one_later_is_not(int profile)
    {
        var (one, two) = Pair(profile);
        using (one)
        using (two)
        {
            var packets = Enumerable.Range(0, 1200).Select(i => Protected(one, (ushort)i)).ToArray();
            int Open(int i) => two.Unprotect(packets[i].Packet.AsSpan(0, packets[i].Length));
            Assert.NotEqual(0, Open(1199));
            Assert.NotEqual(0, Open(200));
            Assert.Equal(0, Open(100));
            Assert.Equal(1, two.Replayed);
        }
    }

    [Fact]
    public void A_peer_cannot_make_up_sources_without_end()
    {
        var (one, two) = Pair((int)SrtpProfile.AeadAes128Gcm);
        using (one)
        using (two)
        {
            var opened = Enumerable.Range(1, 40).Count(ssrc => Protected(one, 1, (uint)ssrc) is var (packet, length) && two.Unprotect(packet.AsSpan(0, length)) > 0);
            Assert.Equal(16, opened);
        }
    }

    private static (byte[] Packet, int Length) Protected(SrtpSession session, ushort sequence, uint ssrc = 7)
    {
        var buffer = new byte[200];
        var writer = new RtpWriter(buffer, new(96, false, sequence, 1, ssrc));
        "payload"u8.CopyTo(writer.BeginPayload());
        return (buffer, session.Protect(buffer, writer.End(7)));
    }

    private static (SrtpSession, SrtpSession) Pair(int profile)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var material = new byte[SrtpKeys.MaterialLength((SrtpProfile)profile)];
        new Random(1).NextBytes(material);
        return (new(SrtpKeys.From((SrtpProfile)profile, DtlsRole.Client, material)), new(SrtpKeys.From((SrtpProfile)profile, DtlsRole.Server, material)));
    }
}
