using Annotate.Tests;
using Media;
using Streaming.Snapshots;
using Wire.V1;
using Xunit;
using PixelFormat = Media.PixelFormat;

namespace Streaming.Tests.Snapshots;

public sealed class CapturedFrameTests
{
    [Theory]
    [InlineData(PixelFormat.I420, 6, 4), InlineData(PixelFormat.Nv12, 6, 4), InlineData(PixelFormat.Rgb24, 6, 4)]
    [InlineData(PixelFormat.I420, 7, 5), InlineData(PixelFormat.Nv12, 7, 5), InlineData(PixelFormat.Rgb24, 7, 5)]
    [InlineData(PixelFormat.I420, 1, 1), InlineData(PixelFormat.Nv12, 1, 1), InlineData(PixelFormat.Rgb24, 1, 1)]
    public void A_copy_has_the_samples_of_its_frame_whatever_becomes_of_that(PixelFormat format, int width, int height)
    {
        var source = Noise(format, width, height);
        var samples = source.Samples();
        using var copy = CapturedFrame.Copy(source.Frame, new FrameResult(), []);
        for (var plane = 0; plane < source.Sizes.Length; plane++)
            for (var y = 0; y < source.Sizes[plane].Rows; y++)
                source.Row(plane, y).Clear();
        Assert.Equal(samples, Samples(copy.Picture, source.Sizes));
        Assert.Null(copy.Picture.Owner);
    }

    [Fact]
    public void A_picture_that_is_stored_bottom_up_is_turned()
    {
        var source = Noise(PixelFormat.Rgb24, 5, 3);
        var frame = source.Frame;
        using var copy = CapturedFrame.Copy(frame with { Plane0 = frame.Plane0 + 2 * frame.Stride0, Stride0 = -frame.Stride0 }, new FrameResult(), []);
        byte[] turned = [.. source.Row(0, 2), .. source.Row(0, 1), .. source.Row(0, 0)];
        Assert.Equal(turned, Samples(copy.Picture, source.Sizes));
    }

    private static GuardedPicture Noise(PixelFormat format, int width, int height)
    {
        var picture = new GuardedPicture(format, width, height);
        for (var plane = 0; plane < picture.Sizes.Length; plane++)
            for (var y = 0; y < picture.Sizes[plane].Rows; y++)
                new Random(plane * 100 + y).NextBytes(picture.Row(plane, y));
        return picture;
    }

    private static byte[] Samples(Frame frame, (int Bytes, int Rows)[] sizes)
    {
        (nint Address, int Stride)[] planes = [(frame.Plane0, frame.Stride0), (frame.Plane1, frame.Stride1), (frame.Plane2, frame.Stride2)];
        var samples = new List<byte>();
        foreach (var ((address, stride), size) in planes.Zip(sizes))
        {
            for (var y = 0; y < size.Rows; y++)
            {
                var row = new byte[size.Bytes];
                System.Runtime.InteropServices.Marshal.Copy(address + y * stride, row, 0, row.Length);
                samples.AddRange(row);
            }
        }

        return [.. samples];
    }
}
