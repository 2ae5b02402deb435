using Media;
using Xunit;

namespace FFmpeg.Tests;

public class PictureEncoderTests
{
    [Theory]
    [InlineData("testsrc2", "160x120", "-c:v libx264 -qp 4 -pix_fmt yuv420p -colorspace bt709 -color_range tv")]
    [InlineData("testsrc2", "160x120", "-c:v libx264 -qp 4 -pix_fmt yuv420p -colorspace smpte170m -color_range tv")]
    [InlineData("testsrc2", "160x120", "-c:v libx264 -qp 4 -pix_fmt yuvj420p -colorspace bt709 -color_range pc")]
    // Its chroma is not halved yet, so that halving it shows at every edge: bars have few. The last column must be as the others.
    [InlineData("smptebars", "161x121", "-c:v png -pix_fmt rgb24")]
    public void A_picture_has_the_colours_of_its_frame(string pattern, string size, string options)
    {
        var source = Clip.Make($"jpeg-{options.Length}-{size}.mkv", $"-f lavfi -i {pattern}=size={size}:rate=25:duration=0.1 {options}");
        using var reader = MediaReader.Open(source);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var converter = new PixelConverter();
        foreach (var frame in Encoded.Frames(reader, decoder))
        {
            using (frame)
            {
                using var expected = converter.ToRgb(frame, frame.Width, frame.Height);
                using var picture = PictureDecoder.Decode(PictureEncoder.EncodeJpeg(frame, 100));
                using var shown = converter.ToRgb(picture, picture.Width, picture.Height);
                // Another matrix or range would be 10 away.
                Assert.InRange(Decoded.Distance(Decoded.Copy(shown).Samples, Decoded.Copy(expected).Samples), 0, 4);
            }
        }
    }

    [Fact]
    public void A_higher_quality_is_nearer_and_larger()
    {
        using var frame = PictureDecoder.Decode(File.ReadAllBytes(Clip.Make("jpeg-source.png", $"{Clip.Pattern("320x240")} -frames:v 1")));
        using var converter = new PixelConverter();
        int[] qualities = [1, 10, 25, 50, 75, 90, 100];
        var pictures = qualities.Select(quality => PictureEncoder.EncodeJpeg(frame, quality)).ToList();
        Assert.Equal(pictures.OrderBy(picture => picture.Length), pictures);
        Assert.True(pictures[^1].Length > 3 * pictures[0].Length);
        var distances = pictures.Select(Distance).ToList();
        Assert.Equal(distances.OrderDescending(), distances);

        double Distance(byte[] bytes)
        {
            using var picture = PictureDecoder.Decode(bytes);
            using var shown = converter.ToRgb(picture, 320, 240);
            return Decoded.Distance(Decoded.Copy(shown).Samples, Decoded.Copy(frame).Samples);
        }
    }

    [Theory, InlineData(1, 31), InlineData(25, 16), InlineData(50, 8), InlineData(75, 4), InlineData(90, 2), InlineData(100, 1)]
    public void Quality_is_meant_as_libjpeg_means_it(int quality, int scale) => Assert.Equal(scale, PictureEncoder.ScaleOf(quality));

    [Theory, InlineData(0), InlineData(101), InlineData(-1)]
    public void A_quality_out_of_bounds_is_refused(int quality)
    {
        using var frame = PictureDecoder.Decode(File.ReadAllBytes(Clip.Make("jpeg-small.png", $"{Clip.Pattern("32x32")} -frames:v 1")));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureEncoder.EncodeJpeg(frame, quality));
    }

    [Theory, InlineData(1, 1), InlineData(2, 1), InlineData(1, 2), InlineData(17, 33)]
    public void The_smallest_pictures_are_pictures(int width, int height)
    {
        var samples = new byte[width * height * 3];
        Array.Fill(samples, (byte)200);
        using var converter = new PixelConverter();
        using var rgb = Pinned(samples, address => converter.ToRgb(
            new Frame { Format = PixelFormat.Rgb24, Width = width, Height = height, Range = ColorRange.Full, Plane0 = address, Stride0 = width * 3 }, width, height));
        using var picture = PictureDecoder.Decode(PictureEncoder.EncodeJpeg(rgb, 90));
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.InRange(Decoded.Copy(picture).Samples[0], 198, 202);
    }

    private static unsafe VideoFrame Pinned(byte[] samples, Func<nint, VideoFrame> use)
    {
        fixed (byte* address = samples)
            return use((nint)address);
    }
}
