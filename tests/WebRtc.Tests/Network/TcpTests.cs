using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using WebRtc.Network;
using WebRtc.Tests.Endpoint;
using Xunit;

namespace WebRtc.Tests.Network;

public class TcpTests
{
    private static readonly WebRtcOptions Options = new() { ListenTcp = new(IPAddress.Loopback, 0) };

    [Theory, InlineData("127.0.0.1"), InlineData("::1")]
    public async Task Video_comes_over_a_connection_as_over_UDP(string address)
    {
        await using var publication = new Publication(options: new() { ListenTcp = new(IPAddress.Parse(address), 0) }, address: IPAddress.Parse(address));
        await publication.Connect();
        await publication.SendFrames(60, keyEvery: 30);
        await Eventually.Be(() => publication.Receiver.Units.Count >= 60, () => $"{publication.Peer!.Statistics}");
        publication.AllArrived();
        Assert.Equal(("tcp", "AeadAes128Gcm"), (publication.Peer!.Statistics.Transport, publication.Peer.Statistics.SrtpProfile));
        Assert.Equal(1, publication.Endpoint.Statistics.Connections);
        // Feedback goes the same way back.
        await Eventually.Be(() => publication.Publisher.ReportedArrivals >= 60, () => $"{publication.Publisher.ReportedArrivals} arrivals were told");
    }

    [Fact]
    public async Task Connections_end_with_their_peer()
    {
        await using var publication = new Publication(options: Options);
        await publication.Connect();
        publication.Peer!.Dispose();
        await Eventually.Be(() => publication.Publisher.DtlsState == WebRtc.Dtls.DtlsState.Closed, () => "no goodbye came");
        await Eventually.Be(() => publication.Endpoint.Statistics.Connections == 0, () => $"{publication.Endpoint.Statistics}");
    }

    [Fact]
    public async Task The_answer_prefers_UDP()
    {
        await using var publication = new Publication(options: Options with { AdvertisedAddresses = [new(IPAddress.Parse("192.0.2.7"), 0)] });
        var peer = publication.Endpoint.Accept(publication.Publisher.Offer, publication.Receiver).Peer!;
        var candidates = peer.Answer.Split("\r\n").Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(["udp", "tcp"], candidates.Select(candidate => candidate[2]));
        Assert.True(uint.Parse(candidates[0][3], null) > uint.Parse(candidates[1][3], null));
        Assert.Equal(["192.0.2.7", $"{publication.Endpoint.LocalTcpEndPoint!.Port}", "typ", "host", "tcptype", "passive"], candidates[1][4..]);
    }

    [Theory]
    [InlineData("not STUN", "474554202F20485454502F312E310D0A")]
    [InlineData("media of no peer", "000480600001")]
    [InlineData("a frame that is too long", "FFFF")]
    public async Task Rubbish_is_cut_at_once(string what, string hex)
    {
        await using var publication = new Publication(options: Options);
        using var stranger = await Connect(publication);
        await stranger.SendAsync(Convert.FromHexString(hex));
        await IsCut(stranger, what);
        await Eventually.Be(() => publication.Endpoint.Statistics is { Connections: 0, Faults: 0 }, () => $"{publication.Endpoint.Statistics}");
    }

    [Fact]
    public async Task A_check_too_many_is_dropped_but_its_connection_stays()
    {
        await using var publication = new Publication(options: Options with { MaxUnknownChecksPerSecond = 1 });
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 20; i++)
            stranger.SendTo(StunVectors.Request, publication.Endpoint.LocalEndPoint);
        await publication.Connect();
        Assert.Equal(("tcp", 0), (publication.Peer!.Statistics.Transport, publication.Endpoint.Statistics.ConnectionsCut));
    }

    [Fact]
    public async Task A_check_for_nobody_is_cut()
    {
        await using var publication = new Publication(options: Options);
        using var stranger = await Connect(publication);
        await stranger.SendAsync(FrameReaderTests.Framed(StunVectors.Request));
        await IsCut(stranger, "a check");
        await Eventually.Be(() => publication.Endpoint.Statistics is { ConnectionsCut: 1, Unknown: 1 }, () => $"{publication.Endpoint.Statistics}");
    }

    [Fact]
    public async Task A_connection_that_says_nothing_or_half_a_frame_is_cut()
    {
        await using var publication = new Publication(options: Options);
        using var silent = await Connect(publication);
        using var slow = await Connect(publication);
        await slow.SendAsync(new byte[] { 0, 100, 0, 1 });
        await IsCut(silent, "silence");
        await IsCut(slow, "half a frame");
        await Eventually.Be(() => publication.Endpoint.Statistics is { Connections: 0, ConnectionsCut: 2 }, () => $"{publication.Endpoint.Statistics}");
    }

    [Fact]
    public async Task An_address_has_no_more_connections_than_it_needs()
    {
        await using var publication = new Publication(options: Options with { MaxSessionsPerAddress = 2 });
        var strangers = new List<Socket>();
        for (var i = 0; i < 5; i++)
            strangers.Add(await Connect(publication));
        await IsCut(strangers[4], "the fifth");
        Assert.True(publication.Endpoint.Statistics.ConnectionsCut > 0);
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task A_peer_that_does_not_read_costs_a_bounded_queue()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await peer.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        await using var connection = new TcpConnection(await listener.AcceptAsync(TestContext.Current.CancellationToken), (_, _) => true);
        await Eventually.Be(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                    connection.Send(new byte[1000]);
                return connection.Dropped > 1000;
            },
            () => $"{connection.Dropped} dropped");
    }

    [Fact]
    public async Task A_handler_that_throws_costs_its_connection_and_is_told_with_its_stack()
    {
        var faults = new ConcurrentQueue<Exception>();
        await using var port = new TcpPort(new(IPAddress.Loopback, 0), (2, 2), (_, _) => throw new InvalidOperationException("a bug"), faults.Enqueue, TimeProvider.System);
        port.Start();
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await stranger.ConnectAsync(port.LocalEndPoint, TestContext.Current.CancellationToken);
        await stranger.SendAsync(FrameReaderTests.Framed(StunVectors.Request));
        await IsCut(stranger, "a fault");
        Assert.Contains(nameof(TcpTests), Assert.Single(faults).StackTrace, StringComparison.Ordinal);
    }

    private static async Task<Socket> Connect(Publication publication)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(publication.Endpoint.LocalTcpEndPoint!);
        return socket;
    }

    private static async Task IsCut(Socket socket, string what)
    {
        var cut = Task.Run(async () =>
        {
            try
            {
                return await socket.ReceiveAsync(new byte[10]);
            }
            catch (SocketException)
            {
                return 0;
            }
        });
        Assert.True(await cut.WaitAsync(TimeSpan.FromSeconds(60)) == 0, what);
    }
}
