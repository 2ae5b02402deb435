using Media;
using Xunit;

namespace FFmpeg.Tests;

public class ExifTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Every_value_is_read_in_both_byte_orders(bool little)
    {
        for (var value = 1; value <= 8; value++)
            Assert.Equal((Orientation)value, Exif.ReadOrientation(Tiff(little, value)));
    }

    [Theory, InlineData(0), InlineData(9), InlineData(255)]
    public void A_value_without_meaning_leaves_the_picture_as_it_is(int value) =>
        Assert.Equal(Orientation.Upright, Exif.ReadOrientation(Tiff(true, value)));

    [Fact]
    public void A_block_cut_at_any_byte_is_read_as_far_as_it_goes()
    {
        var whole = Tiff(true, 6);
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(Orientation.Upright, Exif.ReadOrientation(whole.AsSpan(0, length)));
    }

    [Fact]
    public void A_directory_outside_the_block_or_longer_than_it_is_no_harm()
    {
        Assert.Equal(Orientation.Upright, Exif.ReadOrientation([(byte)'I', (byte)'I', 42, 0, 0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Equal(Orientation.Upright, Exif.ReadOrientation([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0xFF, 0xFF]));
    }

    // Two entries; the second is the orientation.
    private static byte[] Tiff(bool little, int value) => little
        ? [.. "II"u8, 42, 0, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)value, 0, 0, 0]
        : [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 2, 1, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)value, 0, 0];
}
