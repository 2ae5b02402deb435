using System.Buffers.Binary;
using Media;
using Xunit;

namespace WebRtc.Tests.Interop;

/// <summary>What holds for any peer's video, as far as it can be told without a decoder.</summary>
internal static class PublishedVideo
{
    public static void IsSound(OfferEndpoint door)
    {
        var units = door.Receiver.Units.ToArray();
        Assert.True(units[0].Unit.IsKey);
        Assert.Equal(0, units[0].Unit.Times.Pts90kHz);
        IsKeyFrame(door.Peer!.Codec, units[0].Bytes);
        foreach (var (earlier, later) in units.Zip(units.Skip(1)))
            Assert.InRange(later.Unit.Times.Pts90kHz - earlier.Unit.Times.Pts90kHz, 1, 90_000 * 10);
        // The first sender report may take some seconds.
        Assert.All(units.Where(unit => unit.Unit.Times.CaptureTime is not null), unit => Assert.InRange(DateTimeOffset.UtcNow - unit.Unit.Times.CaptureTime!.Value, TimeSpan.FromSeconds(-10), TimeSpan.FromMinutes(2)));
        Assert.Equal((0, 0), (door.Peer!.Statistics.Forged, door.Peer.Statistics.Replayed));
    }

    private static void IsKeyFrame(VideoCodec codec, byte[] unit)
    {
        switch (codec)
        {
            case VideoCodec.Vp8:
                // RFC 6386 §9.1: start code, then width and height.
                Assert.Equal<byte>([0x9D, 0x01, 0x2A], unit[3..6]);
                Assert.Equal((640, 480), (BinaryPrimitives.ReadUInt16LittleEndian(unit.AsSpan(6)) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(unit.AsSpan(8)) & 0x3FFF));
                break;
            case VideoCodec.H264:
                Assert.Equal<byte>([0, 0, 0, 1, 7], [.. unit[..4], (byte)(unit[4] & 0x1F)]);
                break;
            case VideoCodec.Vp9:
                // Frame marker 2, profile 0, a key frame that is shown; then the sync code.
                Assert.Equal<byte>([0x82, 0x49, 0x83, 0x42], unit[..4]);
                break;
            default:
                // Temporal delimiter, then a sequence header with its size.
                Assert.Equal<byte>([0x12, 0x00, 0x0A], unit[..3]);
                break;
        }
    }
}
