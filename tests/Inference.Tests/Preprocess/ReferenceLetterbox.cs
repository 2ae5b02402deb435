using Inference.Preprocess;
using Media;

namespace Inference.Tests.Preprocess;

/// <summary>The letterbox in double precision, pixel by pixel: makes RGB of the whole picture first, then resamples it.</summary>
/// <remarks>Shares nothing with the product but the content's place; colour constants as ITU-R BT.601 and BT.709 print them.</remarks>
internal static class ReferenceLetterbox
{
    public static double[] Convert(TestPicture picture, LetterboxTransform fit)
    {
        var tensor = new double[3 * fit.InputWidth * fit.InputHeight];
        Array.Fill(tensor, 114 / 255.0);
        for (var y = 0; y < fit.ContentHeight; y++)
        {
            for (var x = 0; x < fit.ContentWidth; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var at = (c * fit.InputHeight + fit.PadY + y) * fit.InputWidth + fit.PadX + x;
                    tensor[at] = Math.Clamp(Sample(picture, fit, x, y, c), 0, 1);
                }
            }
        }

        return tensor;
    }

    private static double Sample(TestPicture picture, LetterboxTransform fit, int x, int y, int channel)
    {
        var (x0, x1, fx) = Taps(x, fit.PictureWidth, fit.ContentWidth);
        var (y0, y1, fy) = Taps(y, fit.PictureHeight, fit.ContentHeight);
        double At(int column, int row) => Rgb(picture, column, row)[channel];
        return (At(x0, y0) * (1 - fx) + At(x1, y0) * fx) * (1 - fy) + (At(x0, y1) * (1 - fx) + At(x1, y1) * fx) * fy;
    }

    private static (int, int, double) Taps(int i, int source, int destination)
    {
        var position = Math.Clamp((i + 0.5) * source / destination - 0.5, 0, source - 1);
        var first = (int)Math.Floor(position);
        return (first, Math.Min(first + 1, source - 1), position - first);
    }

    private static double[] Rgb(TestPicture picture, int x, int y)
    {
        var frame = picture.Frame;
        if (frame.Format == PixelFormat.Rgb24)
        {
            var pixel = picture.Plane(0).Slice(y * frame.Stride0 + 3 * x, 3);
            return [pixel[0] / 255.0, pixel[1] / 255.0, pixel[2] / 255.0];
        }

        double luma = picture.Plane(0)[y * frame.Stride0 + x];
        double cb, cr;
        if (frame.Format == PixelFormat.I420)
            (cb, cr) = (picture.Plane(1)[y / 2 * frame.Stride1 + x / 2], picture.Plane(2)[y / 2 * frame.Stride2 + x / 2]);
        else
            (cb, cr) = (picture.Plane(1)[y / 2 * frame.Stride1 + x / 2 * 2], picture.Plane(1)[y / 2 * frame.Stride1 + x / 2 * 2 + 1]);

        (luma, cb, cr) = frame.Range == ColorRange.Full
            ? (luma / 255, (cb - 128) / 255, (cr - 128) / 255)
            : ((luma - 16) / 219, (cb - 128) / 224, (cr - 128) / 224);
        return frame.Matrix == ColorMatrix.Bt709
            ? [luma + 1.5748 * cr, luma - 0.1873243 * cb - 0.4681243 * cr, luma + 1.8556 * cb]
            : [luma + 1.402 * cr, luma - 0.3441363 * cb - 0.7141363 * cr, luma + 1.772 * cb];
    }
}
