using Media;
using Xunit;

namespace FFmpeg.Tests;

public class ColorTests
{
    [Theory]
    [InlineData("bt709", "tv", ColorMatrix.Bt709, false), InlineData("bt709", "pc", ColorMatrix.Bt709, true)]
    [InlineData("smpte170m", "tv", ColorMatrix.Bt601, false), InlineData("bt470bg", "pc", ColorMatrix.Bt601, true)]
    [InlineData("bt2020nc", "tv", ColorMatrix.Bt709, false)]
    public void Matrix_and_range_are_those_of_the_stream(string matrix, string range, ColorMatrix expected, bool full)
    {
        var path = Clip.Make($"{matrix}-{range}.mp4",
            $"{Clip.Pattern("64x64", 0.1)} -c:v libx264 -pix_fmt yuv420p -colorspace {matrix} -color_range {range}");
        Assert.All(Decoded.All(path), f => Assert.Equal((expected, full), (f.Matrix, f.FullRange)));
    }

    // swscale, the ffmpeg tool and OpenCV take BT.601 at every size, and our references were made with them.
    [Theory, InlineData("64x64"), InlineData("1280x720")]
    public void Without_a_tag_the_matrix_is_601_and_the_range_limited(string size)
    {
        var path = Clip.Make($"untagged-{size}.mp4", $"{Clip.Pattern(size, 0.1)} -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        Assert.All(Decoded.All(path), f => Assert.Equal((ColorMatrix.Bt601, false), (f.Matrix, f.FullRange)));
    }

    [Theory]
    [InlineData("libx264", "yuv420p10le"), InlineData("libx264", "yuv422p"), InlineData("libx264", "yuv444p")]
    [InlineData("libx264", "gray"), InlineData("ffv1", "gray"), InlineData("mjpeg", "yuvj422p"), InlineData("mjpeg", "yuvj444p")]
    [InlineData("libx264 -crf 10", "yuv444p", 333, 241), InlineData("ffv1", "yuv422p10le"), InlineData("ffv1", "yuv410p")]
    [InlineData("ffv1", "yuva420p")]
    public void Other_yuv_layouts_become_I420_with_the_same_tags(string encoder, string layout, int width = 162, int height = 122)
    {
        var path = Clip.Make($"{encoder.Split(' ')[0]}-{layout}-{width}.mkv",
            $"{Clip.Pattern($"{width}x{height}", 0.2)} -c:v {encoder} -qscale:v 3 -strict -1 -pix_fmt {layout}");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        var frames = Decoded.All(reader, decoder);
        var full = layout.StartsWith("yuvj") || layout == "gray";
        Assert.Equal(5, frames.Count);
        Assert.Equal(layout == "yuva420p" || (encoder, layout) == ("libx264", "gray") ? 0 : 5, decoder.ConvertedFrames);
        Assert.All(frames, f => Assert.Equal((PixelFormat.I420, width, height, full), (f.Format, f.Width, f.Height, f.FullRange)));
        var expected = Clip.Raw(path, full ? "yuvj420p" : "yuv420p");
        Assert.InRange(Decoded.Distance([.. frames.SelectMany(f => f.Samples)], expected), 0, 1.0);
    }

    [Theory]
    [InlineData("libx264rgb", "rgb24"), InlineData("ffv1", "bgra"), InlineData("png", "rgba"), InlineData("png", "pal8"), InlineData("png", "monob")]
    public void Rgb_layouts_become_RGB24_without_alpha(string encoder, string layout)
    {
        var path = Clip.Make($"{encoder}-{layout}.mov", $"{Clip.Pattern("162x122", 0.2)} -c:v {encoder} -strict -1 -pix_fmt {layout} -f matroska");
        var frames = Decoded.All(path);
        Assert.All(frames, f => Assert.Equal((PixelFormat.Rgb24, true), (f.Format, f.FullRange)));
        Assert.Equal(Clip.Raw(path, "rgb24"), frames.SelectMany(f => f.Samples));
    }

    [Theory, InlineData(ScaleFilter.Bilinear), InlineData(ScaleFilter.FastBilinear)]
    public void A_frame_can_be_scaled_to_RGB_by_its_own_matrix(ScaleFilter filter)
    {
        var path = Clip.Make("red709.mp4", "-f lavfi -i color=red:size=320x240:rate=25:duration=0.1,scale=out_color_matrix=bt709,format=yuv420p "
            + "-c:v libx264 -colorspace bt709 -color_range tv");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var packet = new MediaPacket();
        reader.TryRead(packet);
        decoder.Send(packet);
        decoder.SendEnd();
        using var frame = decoder.Receive();
        using var converter = new PixelConverter();
        using var rgb = converter.ToRgb(frame!, 100, 77, filter);
        var pixels = Decoded.Copy(rgb);
        Assert.Equal((100, 77, PixelFormat.Rgb24), (pixels.Width, pixels.Height, pixels.Format));
        var expected = Enumerable.Range(0, 100 * 77).SelectMany(_ => new byte[] { 255, 0, 0 }).ToArray();
        Assert.InRange(Decoded.Distance(pixels.Samples, expected), 0, 3); // BT.601 would be 11 away
    }
}
