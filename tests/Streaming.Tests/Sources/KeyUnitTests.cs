using Media;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

public sealed class KeyUnitTests
{
    [Theory]
    [InlineData(VideoCodec.H264, "00000001 67 42 00000001 68 ce 000001 65 88", true)] // SPS, PPS, IDR
    [InlineData(VideoCodec.H264, "00000001 09 f0 00000001 41 9a", false)] // delimiter, P slice
    [InlineData(VideoCodec.H264, "000001 06 05 000001 67 42 000001 41 9a", true)] // recovery point with parameter sets, no IDR
    [InlineData(VideoCodec.Hevc, "00000001 40 01 00000001 42 01 00000001 26 01", true)] // VPS, SPS, IDR_W_RADL
    [InlineData(VideoCodec.Hevc, "00000001 2a 01", true)] // CRA
    [InlineData(VideoCodec.Hevc, "00000001 02 01", false)] // TRAIL_R
    [InlineData(VideoCodec.Vp8, "10 02 00 9d 01 2a", true)]
    [InlineData(VideoCodec.Vp8, "31 00 00", false)]
    [InlineData(VideoCodec.Vp9, "82 49 83 42", true)] // profile 0 key frame
    [InlineData(VideoCodec.Vp9, "86 00", false)] // profile 0 inter frame
    [InlineData(VideoCodec.Vp9, "88", false)] // profile 0, shows an existing frame
    [InlineData(VideoCodec.Vp9, "b1 24 c1", true)] // profile 3 key frame
    [InlineData(VideoCodec.Av1, "12 00 0a 0b 00 00 00", true)] // temporal delimiter, sequence header
    [InlineData(VideoCodec.Av1, "12 00 32 02 10 00", false)] // temporal delimiter, frame
    [InlineData(VideoCodec.Mjpeg, "ff d8", true)]
    [InlineData(VideoCodec.Png, "89 50", true)]
    public void A_unit_is_key_as_its_codec_says(VideoCodec codec, string hex, bool key) =>
        Assert.Equal(key, KeyUnit.Is(codec, Bytes(hex)));

    [Theory]
    [InlineData(VideoCodec.H264, "")]
    [InlineData(VideoCodec.H264, "000001")]
    [InlineData(VideoCodec.Hevc, "0000000001")]
    [InlineData(VideoCodec.Vp9, "")]
    [InlineData(VideoCodec.Av1, "12")]
    [InlineData(VideoCodec.Av1, "12 ff ff ff ff ff ff ff ff ff 7f")] // a size without end
    [InlineData(VideoCodec.Av1, "36 00 ff ff ff ff 0f 00")] // a size past the end
    public void Rubbish_is_no_key(VideoCodec codec, string hex) => Assert.False(KeyUnit.Is(codec, Bytes(hex)));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
