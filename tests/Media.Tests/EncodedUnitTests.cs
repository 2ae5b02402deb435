using System.Diagnostics;
using Xunit;

namespace Media.Tests;

public class EncodedUnitTests
{
    private static readonly FrameTimes Times = new(3000, 7, DateTimeOffset.UnixEpoch, 1, TimeSpan.Zero);

    [Fact]
    public void A_unit_shows_its_bytes_wherever_they_are()
    {
        Assert.Equal<byte>([1, 2], EncodedUnit.Of(new Packet(), Times).Data);
        Assert.Equal<byte>([3], EncodedUnit.Of(new byte[] { 3 }, Times, isKey: false).Data);
        Assert.Equal<byte>([], EncodedUnit.Of(Picture(null)).Data);
    }

    [Fact]
    public void A_unit_is_key_as_its_packet_says_and_a_raw_frame_always()
    {
        Assert.True(EncodedUnit.Of(new Packet(), Times).IsKey);
        Assert.True(EncodedUnit.Of(Picture(null)).IsKey);
    }

    [Fact]
    public void A_raw_unit_has_the_times_of_its_frame_and_both_are_followed_by_the_same_span()
    {
        using var span = new Activity("frame");
        var unit = EncodedUnit.Of(Picture(null)).With(span);
        Assert.Equal(Times with { Trace = span }, unit.Times);
        Assert.Equal(unit.Times, unit.Raw.Times);
    }

    [Fact]
    public void Whoever_releases_a_frame_gives_its_planes_back()
    {
        var owner = new Owner();
        EncodedUnit.Of(Picture(owner)).Raw.Release();
        Picture(null).Release();
        Assert.Equal(1, owner.Returned);
    }

    private static Frame Picture(IDisposable? owner) =>
        new() { Format = PixelFormat.Rgb24, Width = 1, Height = 1, Plane0 = 1, Stride0 = 3, Times = Times, Owner = owner };

    private sealed class Packet : IMediaPacket
    {
        public ReadOnlySpan<byte> Data => [1, 2];

        public bool IsKey => true;
    }

    private sealed class Owner : IDisposable
    {
        public int Returned { get; private set; }

        public void Dispose() => Returned++;
    }
}
