using Media;
using WebRtc.Tests.Endpoint;
using Xunit;

namespace WebRtc.Tests.Interop;

/// <summary>Debian's chromium with its made-up camera.</summary>
[Trait("Ring", "slow")]
public class ChromiumTests
{
    [Theory, InlineData(VideoCodec.Vp8), InlineData(VideoCodec.Vp9), InlineData(VideoCodec.Av1), InlineData(VideoCodec.H264)]
    public async Task Chromium_publishes(VideoCodec codec)
    {
        await using var door = await Publish(codec, lost: 0, units: 30);
        PublishedVideo.IsSound(door);
        Assert.Equal("AeadAes128Gcm", door.Peer!.Statistics.SrtpProfile);
        // The page asks for abs-capture-time, so the first frame has one already.
        Assert.NotNull(door.Receiver.Units.First().Unit.Times.CaptureTime);
    }

    [Fact]
    public async Task Chromium_sends_again_what_is_lost()
    {
        await using var door = await Publish(VideoCodec.Vp8, lost: 0.05, units: 200);
        PublishedVideo.IsSound(door);
        var statistics = door.Peer!.Statistics;
        Assert.True(statistics is { Nacks: > 0, PacketsRecovered: > 5 } && statistics.PacketsRecovered > statistics.PacketsLost, $"{statistics}");
    }

    [Fact]
    public async Task Chromium_publishes_over_TCP()
    {
        await using var door = await Publish(VideoCodec.Vp8, lost: 0, units: 30, overTcp: true);
        PublishedVideo.IsSound(door);
        Assert.Equal("tcp", door.Peer!.Statistics.Transport);
    }

    private static async Task<OfferEndpoint> Publish(VideoCodec codec, double lost, int units, bool overTcp = false)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var door = await OfferEndpoint.Open(codec, lost, overTcp);
        await using var browser = await Browser.Start(camera: "");
        await browser.Open(new(door.Url));
        await Eventually.Be(() => door.Receiver.Units.Count >= units || door.Fault is not null, () => door.Peer?.Statistics);
        Assert.SkipWhen(door.Fault?.Contains("no video codec in common", StringComparison.Ordinal) == true, door.Fault ?? "");
        Assert.Null(door.Fault);
        return door;
    }
}
