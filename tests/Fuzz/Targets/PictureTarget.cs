using System.Runtime.InteropServices;
using FFmpeg;
using Media;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Pictures as strangers send them: a frame within the limits whose samples can be read, or one line of refusal.</summary>
public sealed class PictureTarget : FuzzTarget
{
    private static readonly PictureLimits Limits = new() { MaxSide = 1024, MaxPixels = 256 * 256 };

    public override IEnumerable<byte[]> Seeds => PictureSeeds.All;

    public override IEnumerable<string> Tokens => PictureSeeds.Tokens;

    public override bool Feed(byte[] input)
    {
        try
        {
            using var frame = PictureDecoder.Decode(input, Limits);
            Assert.InRange((long)frame.Width * frame.Height, 1, Limits.MaxPixels);
            Touch(frame);
            return true;
        }
        catch (MediaException refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            return false;
        }
    }

    [Fact]
    public void Bombs_are_refused_by_their_header()
    {
        Assert.Equal(MediaErrorKind.TooLarge, Refusal(PictureSeeds.HugePng));
        Assert.Equal(MediaErrorKind.TooLarge, Refusal(PictureSeeds.FlatJpeg(65_535)));
        Assert.Equal(MediaErrorKind.InvalidData, Refusal(PictureSeeds.TruncatedWebP));
        static MediaErrorKind Refusal(byte[] picture) => Assert.Throws<MediaException>(() => PictureDecoder.Decode(picture)).Kind;
    }

    [Theory, InlineData(1), InlineData(18), InlineData(1024)]
    public void A_picture_one_pixel_high_is_a_picture(int width)
    {
        using var frame = PictureDecoder.Decode(PictureSeeds.FlatJpeg(width), Limits);
        Assert.Equal((width, 1), (frame.Width, frame.Height));
        Touch(frame);
    }

    /// <summary>Reads the first and last sample of every plane: memory that is not there crashes here.</summary>
    private static void Touch(VideoFrame frame)
    {
        for (var plane = 0; plane < 3 && frame.Plane(plane) != 0; plane++)
        {
            var half = plane > 0 ? 1 : 0;
            var (rows, columns) = ((frame.Height + half) >> half, (frame.Width + half) >> half);
            var bytes = frame.Format == PixelFormat.Rgb24 ? 3 * columns : columns;
            Marshal.ReadByte(frame.Plane(plane));
            Marshal.ReadByte(frame.Plane(plane), (rows - 1) * frame.Stride(plane) + bytes - 1);
        }
    }
}
