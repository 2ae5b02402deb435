using System.Net;
using System.Net.Sockets;
using Media;
using WebRtc.Endpoint;
using WebRtc.Network;
using WebRtc.Stun;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class LimitTests
{
    [Fact]
    public async Task There_are_no_more_peers_than_allowed()
    {
        await using var publication = new Publication(options: new() { MaxSessions = 3, MaxSessionsPerAddress = 2 });
        OfferResult Accept(string address) => publication.Endpoint.Accept(OfferVectors.Chromium, publication.Receiver, IPAddress.Parse(address));
        var first = Accept("192.0.2.1");
        Assert.NotNull(Accept("192.0.2.1").Peer);
        var third = Accept("192.0.2.1");
        Assert.Equal((OfferFault.Full, "there are 2 sessions of your address: no more are allowed"), (third.Fault, third.Problem));
        Assert.NotNull(Accept("192.0.2.2").Peer);
        Assert.Equal("there are 3 sessions: no more are allowed", Accept("192.0.2.3").Problem);
        first.Peer!.Dispose();
        Assert.NotNull(Accept("192.0.2.1").Peer);
    }

    [Fact]
    public void A_codec_that_no_peer_can_send_is_refused_at_once()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new WebRtcEndpoint(new() { Codecs = [VideoCodec.H264, VideoCodec.Hevc] }, TimeProvider.System));
        Assert.StartsWith("Hevc cannot be received by WebRTC", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_offer_is_told_apart_from_one_that_cannot_be_served()
    {
        await using var publication = new Publication();
        Assert.Equal(OfferFault.Malformed, publication.Endpoint.Accept("hello", publication.Receiver).Fault);
        Assert.Equal(OfferFault.Unsupported, publication.Endpoint.Accept(OfferVectors.Chromium.Replace("/90000", "/8000", StringComparison.Ordinal), publication.Receiver).Fault);
    }

    [Fact]
    public async Task Datagrams_of_strangers_are_counted_and_their_checks_limited()
    {
        await using var publication = new Publication(options: new() { MaxUnknownChecksPerSecond = 5 });
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 200; i++)
        {
            stranger.SendTo(StunVectors.Request, publication.Endpoint.LocalEndPoint);
            stranger.SendTo([0x80, 96, 0, 0], publication.Endpoint.LocalEndPoint);
        }
        await Eventually.Be(() => publication.Endpoint.Statistics.Datagrams == 400, () => $"{publication.Endpoint.Statistics}");
        var statistics = publication.Endpoint.Statistics;
        Assert.Equal(400, statistics.Unknown + statistics.ChecksLimited);
        Assert.True(statistics is { ChecksLimited: > 0, Unknown: > 200 }, $"{statistics}");
    }

    [Fact]
    public void A_second_brings_new_room_for_checks()
    {
        var limit = new StunRateLimit(2);
        var address = TransportAddress.FromIPv4(1, 1);
        Assert.Equal([true, true, false, true], new[] { 1.0, 1.1, 1.9, 2.0 }.Select(second => limit.Allows(address, TimeSpan.FromSeconds(second))));
    }

    [Theory]
    [InlineData("00", DatagramKind.Stun)]
    [InlineData("16", DatagramKind.Dtls)]
    [InlineData("80C8", DatagramKind.Rtcp)]
    [InlineData("8060", DatagramKind.Rtp)]
    [InlineData("80E0", DatagramKind.Rtp)]
    [InlineData("40", DatagramKind.Unknown)]
    [InlineData("", DatagramKind.Unknown)]
    internal void Protocols_are_told_by_their_first_bytes(string hex, DatagramKind kind) => Assert.Equal(kind, Demultiplexer.KindOf(Convert.FromHexString(hex)));
}
