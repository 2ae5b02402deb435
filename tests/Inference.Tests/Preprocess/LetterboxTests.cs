using Inference.Preprocess;
using Media;
using Xunit;

namespace Inference.Tests.Preprocess;

public class LetterboxTests
{
    private const float Pad = 114 / 255f;

    [Theory]
    [InlineData(PixelFormat.I420, ColorMatrix.Bt601, ColorRange.Limited)]
    [InlineData(PixelFormat.I420, ColorMatrix.Bt709, ColorRange.Limited)]
    [InlineData(PixelFormat.I420, ColorMatrix.Bt601, ColorRange.Full)]
    [InlineData(PixelFormat.Nv12, ColorMatrix.Bt709, ColorRange.Full)]
    [InlineData(PixelFormat.Nv12, ColorMatrix.Bt601, ColorRange.Limited)]
    [InlineData(PixelFormat.Rgb24, ColorMatrix.Bt601, ColorRange.Full)]
    public void The_tensor_is_what_resizing_the_whole_rgb_picture_in_double_gives(PixelFormat format, ColorMatrix matrix, ColorRange range)
    {
        foreach (var (width, height, side) in new[] { (37, 23, 32), (64, 48, 96), (200, 150, 64), (31, 77, 64), (5, 4, 64) })
        {
            using var picture = new TestPicture(format, width, height, extraStride: 3).Random(width);
            picture.Frame = picture.Frame with { Matrix = matrix, Range = range };
            var tensor = new float[3 * side * side];
            var fit = new Letterbox().Convert(picture.Frame, tensor, side, side);

            // Two roundings to 1/64 of a level, scaled by at most 255/224 × 1.8556.
            const double tolerance = 2 / 64.0 / 255 * 2.2;
            var expected = ReferenceLetterbox.Convert(picture, fit);
            for (var i = 0; i < tensor.Length; i++)
                Assert.Equal(expected[i], tensor[i], tolerance);
        }
    }

    [Theory]
    [InlineData(PixelFormat.I420)]
    [InlineData(PixelFormat.Nv12)]
    public void Limited_white_black_and_red_come_out_as_such(PixelFormat format)
    {
        AssertPlain(format, (235, 128, 128), (1, 1, 1));
        AssertPlain(format, (16, 128, 128), (0, 0, 0));
        AssertPlain(format, (81, 90, 240), (1, 0, 0), tolerance: 0.005f);
        AssertPlain(format, (255, 128, 128), (1, 1, 1));
        AssertPlain(format, (0, 128, 128), (0, 0, 0));
    }

    [Fact]
    public void Rgb_channels_keep_their_order() => AssertPlain(PixelFormat.Rgb24, (255, 51, 0), (1, 0.2f, 0));

    [Fact]
    public void A_wide_picture_has_grey_bars_above_and_below_alone()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, 64, 32).Plain(255, 255, 255);
        var tensor = new float[3 * 64 * 64];
        var fit = new Letterbox().Convert(picture.Frame, tensor, 64, 64);

        Assert.Equal((0, 16, 64, 32), (fit.PadX, fit.PadY, fit.ContentWidth, fit.ContentHeight));
        for (var i = 0; i < tensor.Length; i++)
            Assert.Equal(i / 64 % 64 is >= 16 and < 48 ? 1 : Pad, tensor[i]);
    }

    [Fact]
    public void A_tall_picture_has_grey_bars_left_and_right_alone()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, 31, 64).Plain(0, 0, 0);
        var tensor = new float[3 * 64 * 64];
        var fit = new Letterbox().Convert(picture.Frame, tensor, 64, 64);

        // 33 columns of padding: the reference puts the odd one on the right.
        Assert.Equal(16, fit.PadX);
        for (var i = 0; i < tensor.Length; i++)
            Assert.Equal(i % 64 is >= 16 and < 47 ? 0 : Pad, tensor[i]);
    }

    [Fact]
    public void A_picture_of_the_models_size_keeps_every_sample()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, 96, 64, extraStride: 5).Random(1);
        var tensor = new float[3 * 64 * 96];
        new Letterbox().Convert(picture.Frame, tensor, 96, 64);

        for (var i = 0; i < tensor.Length; i++)
        {
            var (channel, y, x) = (i / (64 * 96), i / 96 % 64, i % 96);
            Assert.Equal(picture.Plane(0)[y * picture.Frame.Stride0 + 3 * x + channel] / 255f, tensor[i], 1e-6f);
        }
    }

    [Fact]
    public void A_picture_stored_bottom_up_is_read_through_a_negative_stride()
    {
        using var down = new TestPicture(PixelFormat.Rgb24, 48, 40).Random(1);
        using var up = new TestPicture(PixelFormat.Rgb24, 48, 40);
        for (var y = 0; y < 40; y++)
            down.Plane(0).Slice(y * 144, 144).CopyTo(up.Plane(0)[((39 - y) * 144)..]);
        var bottomUp = up.Frame with { Plane0 = up.Frame.Plane0 + 39 * 144, Stride0 = -144 };

        var (expected, actual) = (new float[3 * 32 * 32], new float[3 * 32 * 32]);
        new Letterbox().Convert(down.Frame, expected, 32, 32);
        new Letterbox().Convert(bottomUp, actual, 32, 32);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_byte_tensor_is_the_float_tensor_rounded()
    {
        using var picture = new TestPicture(PixelFormat.I420, 90, 50).Random(3);
        var (floats, bytes) = (new float[3 * 64 * 64], new byte[3 * 64 * 64]);
        new Letterbox().Convert(picture.Frame, floats, 64, 64);
        new Letterbox().Convert(picture.Frame, bytes, 64, 64);

        Assert.Equal(floats.Select(level => (byte)MathF.Round(level * 255)), bytes);
    }

    [Fact]
    public void One_letterbox_serves_many_geometries_in_turn_and_allocates_nothing_for_those_it_knows()
    {
        using var wide = new TestPicture(PixelFormat.I420, 160, 90).Random(1);
        using var tall = new TestPicture(PixelFormat.Nv12, 90, 160).Random(2);
        var (letterbox, tensor) = (new Letterbox(), new float[3 * 64 * 64]);
        void Both()
        {
            letterbox.Convert(wide.Frame, tensor, 64, 64);
            letterbox.Convert(tall.Frame, tensor, 64, 64);
        }

        Both();
        Assert.Equal(0, Allocated.By(Both, times: 10));

        var alone = new float[tensor.Length];
        new Letterbox().Convert(tall.Frame, alone, 64, 64);
        Assert.Equal(alone, tensor);
    }

    [Fact]
    public void More_geometries_than_are_kept_still_convert_rightly()
    {
        var letterbox = new Letterbox();
        for (var round = 0; round < 2; round++)
        {
            for (var width = 20; width < 60; width++)
            {
                using var picture = new TestPicture(PixelFormat.I420, width, 33).Random(width);
                var (kept, alone) = (new float[3 * 32 * 32], new float[3 * 32 * 32]);
                letterbox.Convert(picture.Frame, kept, 32, 32);
                new Letterbox().Convert(picture.Frame, alone, 32, 32);
                Assert.Equal(alone, kept);
            }
        }
    }

    private static void AssertPlain(
        PixelFormat format, (byte A, byte B, byte C) samples, (float R, float G, float B) expected, float tolerance = 1e-5f)
    {
        using var picture = new TestPicture(format, 40, 40).Plain(samples.A, samples.B, samples.C);
        var tensor = new float[3 * 32 * 32];
        new Letterbox().Convert(picture.Frame, tensor, 32, 32);
        for (var i = 0; i < tensor.Length; i++)
            Assert.Equal((i / 1024) switch { 0 => expected.R, 1 => expected.G, _ => expected.B }, tensor[i], tolerance);
    }
}
