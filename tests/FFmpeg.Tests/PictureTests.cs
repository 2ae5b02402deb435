using Media;
using Xunit;

namespace FFmpeg.Tests;

public class PictureTests
{
    [Theory]
    [InlineData("jpg", "yuvj420p", "-q:v 2"), InlineData("jpg", "yuvj422p", "-q:v 2"), InlineData("jpg", "yuvj444p", "-q:v 2")]
    [InlineData("png", "rgb24", ""), InlineData("png", "rgba", ""), InlineData("png", "pal8", ""), InlineData("png", "gray", ""), InlineData("png", "ya8", "")]
    [InlineData("png", "gray16be", ""), InlineData("png", "rgb48be", ""), InlineData("png", "monob", "")]
    [InlineData("webp", "yuv420p", "-c:v libwebp -quality 90"), InlineData("webp", "yuva420p", "-c:v libwebp -quality 90"), InlineData("webp", "bgra", "-c:v libwebp -lossless 1")]
    public void A_picture_looks_as_the_tool_shows_it(string extension, string layout, string options)
    {
        var path = Clip.Make($"{layout}.{extension}", $"{Clip.Pattern("163x121")} -frames:v 1 -pix_fmt {layout} {options}");
        using var frame = PictureDecoder.Decode(File.ReadAllBytes(path));
        Assert.Equal((163, 121, false), (frame.Width, frame.Height, frame.IsCorrupt));
        var same = frame.Format == PixelFormat.Rgb24 ? "rgb24" : frame.Range == ColorRange.Full ? "yuvj420p" : "yuv420p";
        // Not zero where chroma is halved: the tool's filter is a longer one. A wrong range would be 10 away.
        Assert.InRange(Decoded.Distance(Decoded.Copy(frame).Samples, Clip.Raw(path, same)), 0, 1);
    }

    [Theory, InlineData("jpg"), InlineData("png"), InlineData("webp")]
    public void The_orientation_tag_is_obeyed(string extension)
    {
        var plain = File.ReadAllBytes(Clip.Make($"tagged.{extension}", $"{Clip.Pattern("66x48")} -frames:v 1"));
        var stored = Decoded.Picture(plain);
        for (var value = 1; value <= 8; value++)
        {
            var picture = Decoded.Picture(WithOrientation(extension, plain, value));
            Assert.Equal(value >= 5 ? (48, 66) : (66, 48), (picture.Width, picture.Height));
            Assert.Equal(TopLeft(stored, (Orientation)value), picture.Samples[0]);
        }
    }

    [Fact]
    public void A_truncated_jpeg_gives_its_upper_part_and_is_marked()
    {
        var whole = File.ReadAllBytes(Clip.Make("cut.jpg", $"{Clip.Pattern("320x240")} -frames:v 1 -q:v 2"));
        var complete = Decoded.Picture(whole);
        var cut = Decoded.Picture(whole.AsSpan(0, whole.Length / 2));
        Assert.True(cut.IsCorrupt);
        Assert.False(complete.IsCorrupt);
        Assert.Equal(complete.Samples[..(320 * 64)], cut.Samples[..(320 * 64)]);
    }

    [Theory, InlineData("png", ""), InlineData("webp", "-c:v libwebp"), InlineData("webp", "-c:v libwebp -lossless 1"), InlineData("jpg", "")]
    public void A_picture_cut_anywhere_gives_an_error_or_a_marked_frame(string extension, string options)
    {
        var whole = File.ReadAllBytes(Clip.Make($"anywhere{options.Length}.{extension}", $"{Clip.Pattern("64x48")} -frames:v 1 {options}"));
        // Without its end mark alone a JPEG is whole.
        for (var length = 0; length < whole.Length - (extension == "jpg" ? 2 : 1); length += 1 + whole.Length / 100)
        {
            try
            {
                using var frame = PictureDecoder.Decode(whole.AsSpan(0, length));
                Assert.True(frame.IsCorrupt, $"{length} of {whole.Length} bytes");
            }
            catch (MediaException error)
            {
                Assert.Contains(error.Kind, new[] { MediaErrorKind.InvalidData, MediaErrorKind.Unsupported });
            }
        }
    }

    [Fact]
    public void Animated_webp_is_refused_and_animated_png_gives_its_first_picture()
    {
        var webp = Clip.Make("moves.webp", $"{Clip.Pattern("64x48", 0.2)} -c:v libwebp_anim");
        Assert.Equal(MediaErrorKind.Unsupported, Assert.Throws<MediaException>(() => PictureDecoder.Decode(File.ReadAllBytes(webp))).Kind);
        var png = Clip.Make("moves.png", $"{Clip.Pattern("64x48", 0.2)} -c:v apng -f apng");
        Assert.Equal(64, Decoded.Picture(File.ReadAllBytes(png)).Width);
    }

    internal static byte[] WithOrientation(string extension, byte[] picture, int orientation)
    {
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return extension switch
        {
            "jpg" => [.. picture[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. picture[2..]],
            "png" => [.. picture[..33], 0, 0, 0, (byte)tiff.Length, .. "eXIf"u8, .. tiff, 0, 0, 0, 0, .. picture[33..]],
            _ => WithWebPExif(picture, tiff),
        };
    }

    // An extended header for the canvas of 66x48, the chunks there were, the EXIF chunk.
    private static byte[] WithWebPExif(byte[] picture, byte[] tiff)
    {
        byte[] chunks = [.. "WEBPVP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, 65, 0, 0, 47, 0, 0, .. picture[12..], .. "EXIF"u8, (byte)tiff.Length, 0, 0, 0, .. tiff];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    /// <summary>The stored sample that an orientation brings to the top left.</summary>
    private static byte TopLeft(Decoded stored, Orientation orientation)
    {
        var right = orientation is Orientation.MirrorHorizontally or Orientation.Rotate180 or Orientation.Transverse or Orientation.Rotate270;
        var bottom = orientation is Orientation.Rotate180 or Orientation.MirrorVertically or Orientation.Rotate90 or Orientation.Transverse;
        var pixel = stored.Format == PixelFormat.Rgb24 ? 3 : 1;
        return stored.Samples[((bottom ? stored.Height - 1 : 0) * stored.Width + (right ? stored.Width - 1 : 0)) * pixel];
    }
}
