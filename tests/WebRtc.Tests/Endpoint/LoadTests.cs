using System.Net;
using Media;
using Xunit;

namespace WebRtc.Tests.Endpoint;

/// <summary>The load bench, ten times smaller.</summary>
public class LoadTests
{
    [Fact]
    public async Task Twenty_publishers_lose_nothing_but_what_the_system_drops()
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var cancelled = TestContext.Current.CancellationToken;
        var receiver = new CountingReceiver();
        await using var endpoint = new WebRtcEndpoint(new() { Listen = new(IPAddress.Loopback, 0) }, TimeProvider.System);
        await using var load = new PacedPublishers(count: 20, kilobits: 1000);
        await load.Connect((offer, _) => Task.FromResult(endpoint.Accept(offer, receiver).Peer!.Answer), cancelled);
        var frames = load.Prepare(seconds: 2);
        var sent = await load.Send(frames, cancelled);

        long Received() => endpoint.Peers.Sum(peer => peer.Statistics.Packets);
        await Eventually.Be(() => Received() + endpoint.Statistics.SocketDrops >= sent, () => $"{sent} sent, {Received()} received, {endpoint.Statistics}");
        Assert.True(sent >= frames.Length * 4);
        Assert.Equal((20, 0, 0), (endpoint.Statistics.Sessions, endpoint.Statistics.Failed, endpoint.Statistics.Unknown));
        Assert.All(endpoint.Peers, peer => Assert.Equal((0, 0), (peer.Statistics.Forged, peer.Statistics.Replayed)));
        if (endpoint.Statistics.SocketDrops == 0)
            Assert.Equal((sent, frames.Length), (Received(), receiver.Units));
    }

    private sealed class CountingReceiver : IPeerReceiver
    {
        private int _units;

        public int Units => _units;

        public void OnUnit(PeerConnection peer, in EncodedUnit unit) => Interlocked.Increment(ref _units);

        public void OnState(PeerConnection peer, PeerState state, string reason) { }
    }
}
