using Media;

namespace Annotate.Tests;

/// <summary>Reads a pixel's colour by the equations of ITU-T H.273, written down here a second time.</summary>
internal static class PixelReader
{
    public static Rgb At(GuardedPicture picture, int x, int y)
    {
        var frame = picture.Frame;
        if (frame.Format == PixelFormat.Rgb24)
            return new Rgb(picture.Row(0, y)[3 * x], picture.Row(0, y)[3 * x + 1], picture.Row(0, y)[3 * x + 2]);

        var luma = picture.Row(0, y)[x];
        var (cb, cr) = frame.Format == PixelFormat.Nv12
            ? (picture.Row(1, y / 2)[x / 2 * 2], picture.Row(1, y / 2)[x / 2 * 2 + 1])
            : (picture.Row(1, y / 2)[x / 2], picture.Row(2, y / 2)[x / 2]);
        return Convert(luma, cb, cr, frame.Matrix, frame.Range);
    }

    private static Rgb Convert(byte luma, byte cb, byte cr, ColorMatrix matrix, ColorRange range)
    {
        var full = range == ColorRange.Full;
        var y = full ? luma : (luma - 16) * 255 / 219.0;
        var (b, r) = full ? (cb - 128.0, cr - 128.0) : ((cb - 128) * 255 / 224.0, (cr - 128) * 255 / 224.0);
        return matrix == ColorMatrix.Bt709
            ? new Rgb(Byte(y + 1.5748 * r), Byte(y - 0.1873 * b - 0.4681 * r), Byte(y + 1.8556 * b))
            : new Rgb(Byte(y + 1.402 * r), Byte(y - 0.344136 * b - 0.714136 * r), Byte(y + 1.772 * b));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
