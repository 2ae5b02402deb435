using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Other people's WHIP clients, as Debian has them.</summary>
public sealed class WhipPeerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Aiortc_publishes()
    {
        await using var server = await ServerFixture.Start();
        // Debian's own Python: its modules are built for no other.
        using var peer = PeerProcess.Start("/usr/bin/python3", "python3", [Path.Combine(Checkout.Root, "tests/Functional.Tests/Peers/whip_publish.py"), $"{server.Http.BaseAddress}whip/door"]);
        var output = peer.StandardOutput.ReadToEndAsync(Cancel);
        await ResultsCome(server, peer, output);
        peer.StandardInput.Close();
        Assert.EndsWith("deleted 200", (await output).Trim(), StringComparison.Ordinal);
    }

    /// <remarks>Without libsoup 3, which Debian's build of it cannot have in its process: libnice brings it in for UPnP alone.</remarks>
    [Fact]
    public async Task Simple_whip_client_publishes_and_trickles()
    {
        // libnice gathers no loopback address.
        var address = NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address).FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one));
        Assert.SkipWhen(address is null, "this machine has no address but loopback");
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.Start(("WebRtc:Listen", $"{address}"));
        const string Video = "videotestsrc is-live=true ! video/x-raw,width=320,height=240 ! vp8enc deadline=1 keyframe-max-dist=30 ! rtpvp8pay pt=96 ssrc=2 ! queue ! application/x-rtp,media=video,encoding-name=VP8,payload=96";
        var start = new ProcessStartInfo("/usr/bin/whip-client", ["-o", "-u", $"{server.Http.BaseAddress}whip/door", "-V", Video]) { Environment = { ["LD_LIBRARY_PATH"] = await WithoutUpnp(folder) } };
        using var peer = PeerProcess.Start(start, "simple-whip-client");
        var output = peer.StandardOutput.ReadToEndAsync(Cancel);
        await ResultsCome(server, peer, output);
        var session = (await server.Stream("door")).Text("session", "id");
        // Its offer has none, and they may come behind its first pictures.
        await Eventually.Be(async () => (await Diagnosis.Of(server, session))["ice"]!["remoteCandidates"]!.AsArray().Count > 0, "candidates were trickled");

        using var interrupt = Process.Start("kill", ["-INT", $"{peer.Id}"]);
        await peer.WaitForExitAsync(Cancel);
        await Eventually.Be(async () => (await server.Http.GetAsync("/v1/streams/door", Cancel)).StatusCode == HttpStatusCode.NotFound, "the stream is gone");
    }

    private static async Task ResultsCome(ServerFixture server, Process peer, Task<string> output)
    {
        await Eventually.Be(async () => peer.HasExited || (await server.Http.GetAsync("/v1/streams/door", Cancel)).IsSuccessStatusCode, "a stream is there");
        if (peer.HasExited)
            throw peer.WhyEnded($"a WHIP client, which said {await output},", "python3-aiortc");
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var results = await viewer.Take(10);
        foreach (var (one, next) in results.Zip(results.Skip(1)))
            Assert.Equal((uint)(next.Pts90Khz - one.Pts90Khz), next.RtpTimestamp - one.RtpTimestamp);
    }

    /// <summary>A library that stands in for libgupnp-igd and finds no gateway.</summary>
    /// <returns>Its folder.</returns>
    private static async Task<string> WithoutUpnp(TemporaryFolder folder)
    {
        var source = folder.File("upnp.c");
        await File.WriteAllTextAsync(source, """
            unsigned long gupnp_simple_igd_get_type(void) { return 80; /* GObject */ }
            void *gupnp_simple_igd_thread_new(void) { return 0; }
            void gupnp_simple_igd_add_port(void) {}
            void gupnp_simple_igd_remove_port_local(void) {}
            """, Cancel);
        using var gcc = PeerProcess.Start("gcc", "gcc", ["-shared", "-fPIC", "-o", folder.File("libgupnp-igd-1.0.so.4"), source]);
        await gcc.WaitForExitAsync(Cancel);
        Assert.Equal(0, gcc.ExitCode);
        return folder.Path;
    }
}
