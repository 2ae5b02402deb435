using System.Net.Sockets;
using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Sdp;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class PeerEndTests
{
    [Fact]
    public async Task A_goodbye_closes_the_peer()
    {
        await using var publication = new Publication();
        await publication.Connect();
        await publication.Publisher.DisposeAsync();
        await Ends(publication, PeerState.Closed, "the peer said goodbye");
        Assert.Empty(publication.Endpoint.Peers);
    }

    [Fact]
    public async Task A_peer_that_is_closed_here_is_told()
    {
        await using var publication = new Publication();
        await publication.Connect();
        publication.Peer!.Dispose();
        await Eventually.Be(() => publication.Publisher.DtlsState == DtlsState.Closed, () => $"{publication.Publisher.DtlsState}");
        Assert.Equal((PeerState.Closed, "closed here"), publication.Receiver.States.Last());
    }

    [Fact]
    public async Task A_peer_that_never_comes_fails_with_the_reason()
    {
        await using var publication = new Publication(options: new() { HandshakeTimeout = TimeSpan.FromMilliseconds(200) });
        var peer = publication.Endpoint.Accept(publication.Publisher.Offer, publication.Receiver).Peer!;
        await Eventually.Be(() => peer.State == PeerState.Failed, () => $"{peer.State}");
        Assert.Contains("no ICE connectivity check came", peer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_goes_silent_is_gone()
    {
        await using var publication = new Publication(options: new() { ConsentTimeout = TimeSpan.FromMilliseconds(500) });
        await publication.Connect();
        await Ends(publication, PeerState.Failed, "no ICE check came for too long");
        // What still comes is of nobody.
        var before = publication.Endpoint.Statistics;
        publication.SendFrame(isKey: true);
        await Eventually.Be(() => publication.Endpoint.Statistics.Unknown > before.Unknown, () => $"{publication.Endpoint.Statistics}");
        Assert.Equal((1, 0), (before.Failed, publication.Receiver.Units.Count));
    }

    [Fact]
    public async Task A_peer_that_is_reached_but_never_shakes_hands_fails_with_the_reason()
    {
        await using var publication = new Publication(options: new() { HandshakeTimeout = TimeSpan.FromMilliseconds(500) });
        var peer = publication.Endpoint.Accept(publication.Publisher.Offer, publication.Receiver).Peer!;
        var (offer, answer) = (RemoteDescriptionReader.Read(publication.Publisher.Offer, out _)!, RemoteDescriptionReader.Read(peer.Answer, out _)!);
        var check = new byte[512];
        var length = new IceClient(offer.Ice, answer.Ice).WriteCheck(check, TimeSpan.FromSeconds(1));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo(check.AsSpan(0, length), publication.Endpoint.LocalEndPoint);
        await Eventually.Be(() => peer.State == PeerState.Failed, () => $"{peer.State}");
        Assert.Equal("the DTLS handshake did not end in time", peer.Reason);
        Assert.Equal([PeerState.Handshaking, PeerState.Failed], publication.Receiver.States.Select(state => state.State));
    }

    [Fact]
    public async Task A_certificate_that_the_offer_does_not_vouch_for_is_refused()
    {
        await using var publication = new Publication();
        var other = DtlsCertificate.Create(TimeProvider.System).Fingerprint;
        var lines = publication.Publisher.Offer.Split("\r\n").Select(line => line.StartsWith("a=fingerprint:", StringComparison.Ordinal) ? $"a=fingerprint:{other}" : line);
        var peer = publication.Endpoint.Accept(string.Join("\r\n", lines), publication.Receiver).Peer!;
        await publication.Publisher.ConnectAsync(peer.Answer, TestContext.Current.CancellationToken);
        await Eventually.Be(() => peer.State == PeerState.Failed, () => $"{peer.State}");
        Assert.Contains("a=fingerprint", peer.Reason, StringComparison.Ordinal);
        Assert.Empty(publication.Receiver.Units);
        Assert.Equal(1, publication.Endpoint.Statistics.Failed);
    }

    [Fact]
    public async Task A_receiver_that_throws_ends_its_own_peer_alone()
    {
        await using var publication = new Publication { Receiver = new() { OnEachUnit = () => throw new InvalidOperationException("full") } };
        await publication.Connect();
        await publication.SendFrames(3, keyEvery: 1);
        await Ends(publication, PeerState.Failed, "InvalidOperationException: full");
        var fault = Assert.Single(publication.Faults);
        Assert.Equal(("full", 1), (fault.Message, publication.Endpoint.Statistics.Faults));
        Assert.Contains(nameof(PeerEndTests), fault.StackTrace, StringComparison.Ordinal);
        Assert.NotNull(publication.Endpoint.Accept(publication.Publisher.Offer, new CollectingReceiver()).Peer);
    }

    [Fact]
    public async Task Credentials_can_be_renewed_while_video_flows()
    {
        await using var publication = new Publication();
        await publication.Connect();
        var fresh = IceCredentials.Create();
        var result = publication.Peer!.Apply($"a=ice-ufrag:{fresh.Ufrag}\r\na=ice-pwd:{fresh.Password}\r\na=candidate:1 1 udp 1 192.0.2.9 5 typ host\r\n");
        Assert.StartsWith("a=ice-lite\r\na=ice-ufrag:", result.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain(publication.Peer.Answer.Split("\r\n").First(line => line.StartsWith("a=ice-ufrag", StringComparison.Ordinal)), result.Answer, StringComparison.Ordinal);
        await publication.SendFrames(10, keyEvery: 10);
        await Eventually.Be(() => publication.Receiver.Units.Count == 10, () => $"{publication.Peer.Statistics}");
        Assert.Contains(publication.Peer.Statistics.RemoteCandidates, candidate => candidate.Contains("192.0.2.9", StringComparison.Ordinal));
        Assert.Equal(OfferFault.Malformed, publication.Peer.Apply("a=ice-ufrag:!\r\n").Fault);
        Assert.Equal(OfferFault.Unsupported, publication.Peer.Apply("a=mid:0\r\n").Fault);
        Assert.Null(publication.Peer.Apply("a=end-of-candidates\r\n").Fault);
    }

    private static async Task Ends(Publication publication, PeerState state, string reason)
    {
        await Eventually.Be(() => publication.Peer!.IsEnded, () => $"{publication.Peer!.State}");
        Assert.Equal(state, publication.Peer!.State);
        Assert.Contains(reason, publication.Peer.Reason, StringComparison.Ordinal);
        Assert.Equal((state, publication.Peer.Reason), publication.Receiver.States.Last());
    }
}
