using Media;
using WebRtc.Tests.Endpoint;
using Xunit;

namespace WebRtc.Tests.Interop;

/// <summary>Debian's python3-aiortc.</summary>
public class AiortcTests
{
    [Theory, InlineData(VideoCodec.Vp8), InlineData(VideoCodec.H264)]
    public async Task Aiortc_publishes(VideoCodec codec)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        await using var door = await OfferEndpoint.Open(codec);
        // Debian's own Python: its modules are built for no other.
        using var peer = PeerProcess.Start("/usr/bin/python3", "python3", Path.Combine(AppContext.BaseDirectory, "Peers/publish.py"), door.Url);
        await Eventually.Be(() => door.Receiver.Units.Count >= 30 || peer.HasExited, "it publishes", () => door.Peer?.Statistics);
        if (peer.HasExited)
            throw peer.WhyEnded("aiortc", "python3-aiortc");
        PublishedVideo.IsSound(door);

        peer.StandardInput.Close();
        await Eventually.Be(() => door.Peer!.State == PeerState.Closed, "it is gone", () => door.Peer!.State);
        Assert.Equal("the peer said goodbye", door.Peer!.Reason);
    }
}
