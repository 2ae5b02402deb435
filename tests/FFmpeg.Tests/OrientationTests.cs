using Media;
using Xunit;

namespace FFmpeg.Tests;

public class OrientationTests
{
    // The samples were once turned before the target frame had a size: the first frame then stayed as its memory was.
    [Theory, InlineData(90, Orientation.Rotate270), InlineData(180, Orientation.Rotate180), InlineData(270, Orientation.Rotate90)]
    public void A_video_with_a_display_matrix_comes_out_as_the_tool_turns_it(int rotate, Orientation expected)
    {
        var flat = Clip.Make("flat.mp4", $"{Clip.Pattern("162x120", 0.2)} -c:v libx264 -pix_fmt yuv420p");
        var path = Clip.Make($"turned{rotate}.mp4", $"-i {flat} -c copy -metadata:s:v rotate={rotate}");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        Assert.Equal(expected, reader.Video.Orientation);
        var frames = Decoded.All(reader, decoder);
        Assert.All(frames, f => Assert.Equal(rotate == 180 ? (162, 120) : (120, 162), (f.Width, f.Height)));
        Assert.Equal(Clip.Raw(path, "yuv420p"), frames.SelectMany(f => f.Samples));
    }

    [Fact]
    public void A_caller_may_keep_the_stored_orientation()
    {
        var flat = Clip.Make("flat.mp4", $"{Clip.Pattern("162x120", 0.2)} -c:v libx264 -pix_fmt yuv420p");
        var path = Clip.Make("kept.mp4", $"-i {flat} -c copy -metadata:s:v rotate=90");
        Assert.Equal(162, Decoded.All(path, new() { Orientation = Orientation.Upright })[0].Width);
    }

    // Where each corner of  A B  goes; the rows of Corners are read left to right, top to bottom.
    //                       C D
    [Theory]
    [InlineData(Orientation.Upright, "ABCD"), InlineData(Orientation.MirrorHorizontally, "BADC"), InlineData(Orientation.Rotate180, "DCBA")]
    [InlineData(Orientation.MirrorVertically, "CDAB"), InlineData(Orientation.Transpose, "ACBD"), InlineData(Orientation.Rotate90, "CADB")]
    [InlineData(Orientation.Transverse, "DBCA"), InlineData(Orientation.Rotate270, "BDAC")]
    public void Each_orientation_moves_the_corners_of_every_plane(Orientation orientation, string corners)
    {
        foreach (var format in Enum.GetValues<PixelFormat>())
        {
            using var pool = new FramePool(2);
            using var source = Corners(pool, format, "ABCD", 6, 4);
            var (width, height) = orientation >= Orientation.Transpose ? (4, 6) : (6, 4);
            using var expected = Corners(pool, format, corners, width, height);
            using var target = Blank(pool, format, width, height);
            PlaneOrienter.Apply(source, target, orientation);
            Assert.Equal(Decoded.Copy(expected).Samples, Decoded.Copy(target).Samples);
        }
    }

    [Theory]
    [InlineData(1, 0, 0, 1, Orientation.Upright), InlineData(0, 1, -1, 0, Orientation.Rotate90), InlineData(-1, 0, 0, -1, Orientation.Rotate180)]
    [InlineData(0, -1, 1, 0, Orientation.Rotate270), InlineData(-1, 0, 0, 1, Orientation.MirrorHorizontally)]
    [InlineData(1, 0, 0, -1, Orientation.MirrorVertically), InlineData(0, 1, 1, 0, Orientation.Transpose)]
    [InlineData(0, -1, -1, 0, Orientation.Transverse), InlineData(3, 3, -3, 3, Orientation.Upright)]
    public void A_display_matrix_is_read_by_its_signs(int a, int b, int c, int d, Orientation expected) =>
        Assert.Equal(expected, DisplayMatrix.FromMatrix(a << 16, b << 16, c << 16, d << 16));

    private static VideoFrame Blank(FramePool pool, PixelFormat format, int width, int height)
    {
        var frame = pool.RentSamples(width, height, PixelFormats.Of(format));
        frame.Describe(format, default);
        return frame;
    }

    /// <summary>A grey frame whose corner samples, in each plane, are these letters (plus a number for U, V, G, B).</summary>
    private static unsafe VideoFrame Corners(FramePool pool, PixelFormat format, string letters, int width, int height)
    {
        var frame = Blank(pool, format, width, height);
        foreach (var (plane, pixel, w, h) in Planes(format, width, height))
        {
            var at = (byte*)frame.Plane(plane);
            for (var y = 0; y < h; y++)
                for (var x = 0; x < w * pixel; x++)
                    at[y * frame.Stride(plane) + x] = (byte)(Letter(letters, x / pixel, y, w, h) + x % pixel + plane);
        }
        return frame;
    }

    private static int Letter(string letters, int x, int y, int width, int height) =>
        (x == 0 || x == width - 1) && (y == 0 || y == height - 1) ? letters[(y == 0 ? 0 : 2) + (x == 0 ? 0 : 1)] : 128;

    private static (int Plane, int Pixel, int Width, int Height)[] Planes(PixelFormat format, int width, int height) => format switch
    {
        PixelFormat.I420 => [(0, 1, width, height), (1, 1, width / 2, height / 2), (2, 1, width / 2, height / 2)],
        PixelFormat.Nv12 => [(0, 1, width, height), (1, 2, width / 2, height / 2)],
        _ => [(0, 3, width, height)],
    };
}
