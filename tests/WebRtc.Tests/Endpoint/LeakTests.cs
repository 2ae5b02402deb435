using System.Net;
using Media;
using WebRtc.Client;
using WebRtc.Dtls.Native;
using WebRtc.Srtp.Native;
using Xunit;

namespace WebRtc.Tests.Endpoint;

/// <summary>The cycles bench, ten times shorter. Counts what lives in the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
[Trait("Ring", "slow")]
public class LeakTests
{
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_hundred_peers_that_come_and_go_leave_nothing_behind()
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var receiver = new CollectingReceiver();
        var untouched = Native();
        await using (var endpoint = new WebRtcEndpoint(new() { Listen = Any, ListenTcp = Any }, TimeProvider.System))
        {
            await Cycle(endpoint, receiver, overTcp: false);
            await Cycle(endpoint, receiver, overTcp: true);
            await IsIdle(endpoint);
            // The certificate's context alone; a session leaves the table a moment before its handles are freed.
            var native = (untouched.OpenSsl + 1, untouched.Srtp);
            await Eventually.Be(() => Native() == native, () => $"{Native()}");
            var sockets = Sockets();
            for (var i = 0; i < 98; i++)
                await Cycle(endpoint, receiver, overTcp: i % 4 == 0);
            await IsIdle(endpoint);
            await Eventually.Be(() => Native() == native && Sockets() <= sockets, () => $"{native} native handles and {sockets} sockets were open, now {Native()} and {Sockets()}");
            Assert.Equal((0, 0), (endpoint.Statistics.Failed, endpoint.Statistics.Faults));
        }
        await Eventually.Be(() => Native() == untouched, () => $"{untouched} native handles were open, now {Native()}");
        Assert.Equal(100, receiver.Units.Count);
    }

    private static async Task Cycle(WebRtcEndpoint endpoint, CollectingReceiver receiver, bool overTcp)
    {
        var before = receiver.Units.Count;
        await using var publisher = new VideoPublisher(VideoCodec.Vp8, Any, TimeProvider.System) { UsesTcp = overTcp };
        var peer = endpoint.Accept(publisher.Offer, receiver).Peer!;
        await publisher.ConnectAsync(peer.Answer, TestContext.Current.CancellationToken);
        publisher.Send(new byte[3000], isKey: true, timestamp: 0, DateTimeOffset.UnixEpoch);
        await Eventually.Be(() => receiver.Units.Count > before, () => $"{peer.Statistics}");
    }

    private static Task IsIdle(WebRtcEndpoint endpoint) =>
        Eventually.Be(() => endpoint.Statistics is { Sessions: 0, Connections: 0 }, () => $"{endpoint.Statistics}");

    private static (int OpenSsl, int Srtp) Native() => (OpenSslHandle.Live, SrtpHandle.Live);

    private static int Sockets() => !OperatingSystem.IsLinux() ? 0 : Directory.GetFiles("/proc/self/fd")
        .Count(handle => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
