using WebRtc.Tests.Endpoint;
using Xunit;

namespace WebRtc.Tests.Interop;

/// <summary>Debian's chromium with its made-up camera.</summary>
public class ChromiumTests
{
    [Theory, InlineData(VideoCodec.Vp8), InlineData(VideoCodec.Vp9), InlineData(VideoCodec.Av1), InlineData(VideoCodec.H264)]
    public async Task Chromium_publishes(VideoCodec codec)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        await using var door = await OfferDoor.Open(codec);
        var profile = Directory.CreateTempSubdirectory("chromium-");
        try
        {
            using var browser = PeerProcess.Start(
                "/usr/bin/chromium", "--headless=new", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile.FullName}",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--allow-loopback-in-peer-connection", door.Url);
            await Eventually.True(() => door.Receiver.Units.Count >= 30 || door.Fault is not null, () => $"{door.Peer?.Statistics} {browser.Output}");
            Assert.SkipWhen(door.Fault?.Contains("no video codec in common", StringComparison.Ordinal) == true, door.Fault ?? "");
            Assert.Null(door.Fault);
            PublishedVideo.IsSound(door);
            Assert.Equal("AeadAes128Gcm", door.Peer!.Statistics.SrtpProfile);
            // The page asks for abs-capture-time, so the first frame has one already.
            Assert.NotNull(door.Receiver.Units.First().Unit.CaptureTime);
        }
        finally
        {
            // Its processes may still write while they end.
            await Eventually.True(() => TryDelete(profile), () => $"{profile} cannot be deleted");
        }
    }

    private static bool TryDelete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
