using System.Runtime.InteropServices;
using Media;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

public sealed class RawLayoutTests
{
    [Theory]
    [InlineData(PixelFormat.I420, 640, 480, 460_800)]
    [InlineData(PixelFormat.Nv12, 640, 480, 460_800)]
    [InlineData(PixelFormat.Rgb24, 640, 480, 921_600)]
    [InlineData(PixelFormat.I420, 5, 3, 15 + 2 * 3 * 2)] // chroma is rounded up
    public void A_frame_has_as_many_bytes_as_its_planes(PixelFormat format, int width, int height, int bytes) =>
        Assert.Equal(bytes, Layout(format, width, height).Bytes);

    [Fact]
    public void Planes_lie_one_after_another()
    {
        // 4 x 2: eight of Y, then two of U and two of V.
        byte[] samples = [1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 30, 31];

        var planar = Layout(PixelFormat.I420, 4, 2).Pin(samples, default);
        var interleaved = Layout(PixelFormat.Nv12, 4, 2).Pin(samples, default);

        Assert.Equal((1, 20, 30), (Marshal.ReadByte(planar.Plane0), Marshal.ReadByte(planar.Plane1), Marshal.ReadByte(planar.Plane2)));
        Assert.Equal((4, 2, 2), (planar.Stride0, planar.Stride1, planar.Stride2));
        Assert.Equal((20, 4), (Marshal.ReadByte(interleaved.Plane1), interleaved.Stride1));
        planar.Release();
        interleaved.Release();
    }

    [Fact]
    public void A_part_of_an_array_is_pinned_where_it_begins()
    {
        byte[] samples = [9, 9, 7, 8, 9];

        var frame = Layout(PixelFormat.Rgb24, 1, 1).Pin(samples.AsMemory(2), default);

        Assert.Equal(7, Marshal.ReadByte(frame.Plane0));
        frame.Release();
    }

    [Fact]
    public void Another_number_of_bytes_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Layout(PixelFormat.I420, 4, 2).Pin(new byte[11], default));

    private static RawLayout Layout(PixelFormat format, int width, int height) => new(format, width, height, ColorMatrix.Bt601, ColorRange.Limited);
}
