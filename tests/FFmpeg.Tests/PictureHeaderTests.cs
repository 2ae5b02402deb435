using System.Buffers.Binary;
using Media;
using Xunit;

namespace FFmpeg.Tests;

public class PictureHeaderTests
{
    [Fact]
    public void A_png_that_claims_60000_by_60000_is_refused_before_any_memory_is_taken()
    {
        var error = Refused(Png(60_000, 60_000));
        Assert.Equal((MediaErrorKind.TooLarge, "the Png picture is 60000x60000; a side may have 16384 pixels"), (error.Kind, error.Message));
    }

    [Fact]
    public void The_area_counts_too() =>
        Assert.Equal("the Png picture is 16000x16000; it may have 64000000 pixels", Refused(Png(16_000, 16_000)).Message);

    [Theory, InlineData(0, 10), InlineData(10, 0), InlineData(-1, 10)]
    public void A_size_that_cannot_be_is_invalid(int width, int height) =>
        Assert.Equal(MediaErrorKind.InvalidData, Refused(Png(width, height)).Kind);

    [Fact]
    public void A_jpeg_may_be_one_pixel_high_but_not_65500_wide()
    {
        var path = Clip.Make("line.jpg", $"{Clip.Pattern("640x16")} -frames:v 1 -vf scale=640:1 -pix_fmt yuvj444p");
        var line = File.ReadAllBytes(path);
        var picture = Decoded.Picture(line);
        Assert.Equal((640, 1), (picture.Width, picture.Height));
        var frameHeader = line.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(line.AsSpan(frameHeader + 7), 65_500);
        Assert.Equal(MediaErrorKind.TooLarge, Refused(line).Kind);
    }

    [Theory, InlineData("VP8L"), InlineData("VP8X")]
    public void A_webp_bomb_is_refused(string chunk)
    {
        byte[] data = chunk == "VP8L" ? [0x2F, 0xFF, 0xFF, 0xFF, 0xFF] : [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        var type = System.Text.Encoding.ASCII.GetBytes(chunk);
        byte[] webp = [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBP"u8, .. type, (byte)data.Length, 0, 0, 0, .. data, 0, 0];
        Assert.Equal(MediaErrorKind.TooLarge, Refused(webp).Kind);
    }

    [Fact]
    public void A_caller_may_set_narrower_limits()
    {
        var small = File.ReadAllBytes(Clip.Make("narrow.png", $"{Clip.Pattern("64x48")} -frames:v 1"));
        Assert.Throws<MediaException>(() => PictureDecoder.Decode(small, new() { MaxPixels = 64 * 47 }));
    }

    [Theory]
    [InlineData("", "the picture is empty"), InlineData("\u0001\u0002\u0003", "not a JPEG, PNG or WebP picture")]
    [InlineData("GIF89a............", "not a JPEG, PNG or WebP picture; it is a GIF: `stream run` and streams take it as a video; as a picture, save it as JPEG or PNG")]
    [InlineData("hello", "not a JPEG, PNG or WebP picture; it is text (\"hello\"): is the address or the file the right one?")]
    public void What_is_no_picture_is_told_plainly(string text, string message) =>
        Assert.Equal(message, Refused(System.Text.Encoding.ASCII.GetBytes(text)).Message);

    [Fact]
    public void Headers_made_of_rubbish_give_an_error_and_nothing_else()
    {
        var random = new Random(11);
        byte[][] starts = [[0xFF, 0xD8, 0xFF, 0xE1], [0x89, .. "PNG\r\n\x1a\n\0\0\0\rIHDR"u8], [.. "RIFF\xff\0\0\0WEBPVP8X"u8], [.. "RIFF\xff\0\0\0WEBPEXIF"u8]];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            try
            {
                _ = PictureHeader.Read([.. starts[i % 4], .. bytes]);
            }
            catch (MediaException)
            {
            }
        }
    }

    private static MediaException Refused(byte[] picture) => Assert.Throws<MediaException>(() => PictureDecoder.Decode(picture));

    private static byte[] Png(int width, int height)
    {
        byte[] png = [0x89, .. "PNG\r\n\x1a\n\0\0\0\rIHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }
}
