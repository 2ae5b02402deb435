using Xunit;

namespace Media.Tests;

public class VideoFormatTests
{
    [Theory]
    [InlineData(VideoCodec.H264, "h264"), InlineData(VideoCodec.Hevc, "hevc"), InlineData(VideoCodec.Vp8, "vp8"), InlineData(VideoCodec.Vp9, "vp9")]
    [InlineData(VideoCodec.Av1, "av1"), InlineData(VideoCodec.Mjpeg, "mjpeg"), InlineData(VideoCodec.Png, "png")]
    public void A_codec_has_the_name_that_FFmpeg_gives_it(VideoCodec codec, string name)
    {
        var format = VideoFormat.Of(codec, new byte[] { 1 });
        Assert.Equal((name, 0, 0, 1, false), (format.Codec, format.Width, format.Height, format.Extradata.Length, format.IsRaw));
        Assert.Equal(codec is VideoCodec.Mjpeg or VideoCodec.Png, format.IsIntraOnly);
    }

    [Fact]
    public void Raw_frames_have_a_size_and_no_codec()
    {
        var format = VideoFormat.Raw(4, 2);
        Assert.Equal(("raw", 4, 2, true, false), (format.Codec, format.Width, format.Height, format.IsRaw, format.IsIntraOnly));
    }
}
