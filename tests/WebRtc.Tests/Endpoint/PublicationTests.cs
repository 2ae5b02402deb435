using System.Net;
using Media;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class PublicationTests
{
    [Theory, InlineData(VideoCodec.H264, "127.0.0.1"), InlineData(VideoCodec.Vp8, "127.0.0.1"), InlineData(VideoCodec.Vp8, "::1")]
    public async Task Published_frames_arrive_as_they_were_sent(VideoCodec codec, string address)
    {
        await using var publication = new Publication(codec, address: IPAddress.Parse(address));
        await publication.Connect();
        await publication.SendFrames(60, keyEvery: 30);
        await Eventually.Be(() => publication.Receiver.Units.Count >= 60, () => $"{publication.Peer!.Statistics}");
        publication.AllArrived();

        var statistics = publication.Peer!.Statistics;
        Assert.Equal((60, 2, 0, 0), (statistics.Frames, statistics.KeyFrames, statistics.FramesDamaged, statistics.PacketsLost));
        Assert.Equal("AeadAes128Gcm", statistics.SrtpProfile);
        Assert.True(statistics is { Checks: > 0, Packets: > 60, Silence: not null }, $"{statistics}");
        await Eventually.Be(() => publication.Publisher.ReportedArrivals >= statistics.Packets, () => $"{publication.Publisher.ReportedArrivals} arrivals were told");
        Assert.Equal([PeerState.Handshaking, PeerState.Connected], publication.Receiver.States.Select(state => state.State));
    }

    [Fact]
    public async Task Every_twentieth_packet_lost_is_sent_again()
    {
        var random = new Random(1);
        await using var publication = new Publication(VideoCodec.H264, new() { MaxJitterDelay = TimeSpan.FromSeconds(30) }, loses: () => random.Next(20) == 0);
        await publication.Connect();
        await publication.SendFrames(500, keyEvery: 100);
        // What is lost at the end shows only when something follows.
        while (publication.Receiver.Units.Count < 500)
            await publication.SendFrames(1, keyEvery: 1);
        await Eventually.Be(() => publication.Receiver.Units.Count == publication.Sent.Count || publication.Peer!.IsEnded, () => $"{publication.Peer!.Statistics}");
        publication.AllArrived();
        var statistics = publication.Peer!.Statistics;
        Assert.True(statistics is { PacketsRecovered: > 20, PacketsLost: 0, Nacks: > 20, FramesDamaged: 0 }, $"{statistics}");
        Assert.True(statistics.RoundTrip > TimeSpan.Zero);
        Assert.True(publication.Publisher.Repeats >= statistics.PacketsRecovered);
    }

    [Fact]
    public async Task After_a_loss_for_good_a_key_frame_is_asked_for()
    {
        var losing = false;
        await using var publication = new Publication(loses: () => losing);
        await publication.Connect();
        publication.SendFrame(isKey: true);
        await Eventually.Be(() => publication.Receiver.Units.Count == 1, () => $"{publication.Peer!.Statistics}");
        var before = publication.Publisher.KeyFrameRequests;
        // More than is worth repeating.
        losing = true;
        for (var i = 0; i < 300; i++)
            publication.SendFrame(isKey: false);
        losing = false;
        publication.SendFrame(isKey: false);
        await Eventually.Be(() => publication.Publisher.KeyFrameRequests > before, () => $"{publication.Peer!.Statistics}");
        publication.SendFrame(isKey: true);
        await Eventually.Be(() => publication.Peer!.Statistics.KeyFrames == 2, () => $"{publication.Peer!.Statistics}");
        Assert.True(publication.Peer!.Statistics is { FramesUndecodable: > 0, PacketsLost: > 0 });
    }

    [Fact]
    public async Task A_key_frame_that_is_wished_for_is_asked_for()
    {
        await using var publication = new Publication();
        await publication.Connect();
        publication.SendFrame(isKey: true);
        await Eventually.Be(() => publication.Receiver.Units.Count == 1, () => $"{publication.Peer!.Statistics}");
        publication.Peer!.RequestKeyFrame();
        await Eventually.Be(() => publication.Publisher.KeyFrameRequests > 0, () => $"{publication.Peer!.Statistics}");
    }

    [Fact]
    public async Task Replayed_packets_are_counted_and_harm_nothing()
    {
        await using var publication = new Publication();
        await publication.Connect();
        await publication.SendFrames(5, keyEvery: 5);
        var packets = publication.Publisher.Protect(new byte[3000], isKey: true, timestamp: 0, DateTimeOffset.UnixEpoch);
        for (var times = 0; times < 3; times++)
            foreach (var packet in packets)
                publication.Publisher.SendRaw(packet);
        await Eventually.Be(() => publication.Peer!.Statistics.Replayed == 2 * packets.Count, () => $"{publication.Peer!.Statistics}");
        Assert.Equal((6, 0), (publication.Receiver.Units.Count, publication.Peer!.Statistics.Forged));
    }

    [Fact]
    public async Task Forged_packets_are_counted_and_harm_nothing()
    {
        await using var publication = new Publication();
        await publication.Connect();
        for (byte i = 0; i < 10; i++)
            publication.Publisher.SendRaw([0x80, 96, 0, i, 0, 0, 0, 1, 0, 0, 0, 9, .. new byte[40]]);
        await publication.SendFrames(10, keyEvery: 10);
        await Eventually.Be(() => publication.Receiver.Units.Count == 10 && publication.Peer!.Statistics.Forged == 10, () => $"{publication.Peer!.Statistics}");
        publication.AllArrived();
    }
}
