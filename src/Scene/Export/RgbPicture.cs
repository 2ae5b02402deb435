namespace Scene.Export;

/// <summary>A frame as 8-bit RGB, for files.</summary>
internal static class RgbPicture
{
    /// <summary>I420, BT.709, limited range, to R'G'B' (ITU-R BT.709-6, item 3; H.273 for the ranges).</summary>
    /// <param name="y">Luma rows without gaps.</param>
    /// <param name="u">Cb rows without gaps.</param>
    /// <param name="v">Cr rows without gaps.</param>
    /// <param name="width">Pixels in a row, even.</param>
    /// <param name="rgb">Overwritten: rows without gaps.</param>
    public static void FromI420(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int width, Span<byte> rgb)
    {
        for (var pixel = 0; pixel < y.Length; pixel++)
        {
            var sample = pixel / width / 2 * (width / 2) + pixel % width / 2;
            var luma = (y[pixel] - 16) * (255f / 219);
            var (cb, cr) = ((u[sample] - 128) * (255f / 224), (v[sample] - 128) * (255f / 224));
            rgb[3 * pixel] = Byte(luma + 1.5748f * cr);
            rgb[3 * pixel + 1] = Byte(luma - 0.1873f * cb - 0.4681f * cr);
            rgb[3 * pixel + 2] = Byte(luma + 1.8556f * cb);
        }
    }

    private static byte Byte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
