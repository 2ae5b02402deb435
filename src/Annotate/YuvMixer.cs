using Media;

namespace Annotate;

/// <summary>R'G'B' to 8-bit Y'CbCr by the picture's own matrix and range (ITU-T H.273 section 8.3).</summary>
internal readonly struct YuvMixer(ColorMatrix matrix, ColorRange range)
{
    private readonly float _kr = matrix == ColorMatrix.Bt709 ? 0.2126f : 0.299f;
    private readonly float _kb = matrix == ColorMatrix.Bt709 ? 0.0722f : 0.114f;
    private readonly float _black = range == ColorRange.Full ? 0 : 16;
    private readonly float _lumaScale = range == ColorRange.Full ? 1 : 219 / 255f;
    private readonly float _chromaScale = range == ColorRange.Full ? 1 : 224 / 255f;

    public Ink Mix(Rgb colour, byte alpha)
    {
        var luma = _kr * colour.R + (1 - _kr - _kb) * colour.G + _kb * colour.B;
        return new Ink(
            Round(_black + _lumaScale * luma),
            Round(128 + _chromaScale * (colour.B - luma) / (2 * (1 - _kb))),
            Round(128 + _chromaScale * (colour.R - luma) / (2 * (1 - _kr))),
            alpha);
    }

    private static byte Round(float sample) => (byte)Math.Clamp(sample + 0.5f, 0, 255);
}
