using Streaming.Snapshots;
using Xunit;

namespace Streaming.Tests.Snapshots;

public sealed class SnapshotFormatTests
{
    [Theory]
    [InlineData(0, 1920, 1080, 1920, 1080), InlineData(640, 1920, 1080, 640, 360), InlineData(4000, 1920, 1080, 1920, 1080)]
    [InlineData(1, 1920, 1080, 1, 1), InlineData(1, 16888, 1, 1, 1), InlineData(3, 5, 7, 3, 4), InlineData(1, 1, 16888, 1, 16888)]
    public void A_picture_keeps_its_shape_and_is_never_larger(int asked, int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), new SnapshotFormat(false, 85, asked).SizeOf(width, height));
}
