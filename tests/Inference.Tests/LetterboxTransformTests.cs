using Inference.Preprocess;
using Xunit;

namespace Inference.Tests;

public class LetterboxTransformTests
{
    [Fact]
    public void A_wide_picture_is_centred_between_bars()
    {
        var fit = LetterboxTransform.Fit(1920, 1080, 640, 640);
        Assert.Equal((640, 360, 0, 140), (fit.ContentWidth, fit.ContentHeight, fit.PadX, fit.PadY));
        Assert.Equal(960, fit.ToPictureX(320), 3);
        Assert.Equal(540, fit.ToPictureY(320), 3);
        Assert.Equal(0, fit.ToPictureY(10));
    }
}
