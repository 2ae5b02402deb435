using Media;

namespace Inference.Preprocess;

/// <summary>Turns three channels of samples (1/64 level) into R, G, B (0..1).</summary>
internal readonly record struct ColorEquation(ColorTerms Red, ColorTerms Green, ColorTerms Blue)
{
    private const double Unit = 1.0 / (1 << RowSampler.FractionBits);

    public static ColorEquation Of(in Frame frame) =>
        frame.Format == PixelFormat.Rgb24 ? Rgb() : YCbCr(frame.Matrix, frame.Range);

    private static ColorEquation Rgb() =>
        new(Terms(1 / 255.0, 0, 0, 0), Terms(0, 1 / 255.0, 0, 0), Terms(0, 0, 1 / 255.0, 0));

    /// <summary>ITU-T H.273 section 8.3: the equations of Y', Cb, Cr at 8 bits, solved for R', G', B'.</summary>
    private static ColorEquation YCbCr(ColorMatrix matrix, ColorRange range)
    {
        var (kr, kb) = matrix == ColorMatrix.Bt709 ? (0.2126, 0.0722) : (0.299, 0.114);
        var kg = 1 - kr - kb;
        var (black, lumaSpan, chromaSpan) = range == ColorRange.Full ? (0.0, 255.0, 255.0) : (16.0, 219.0, 224.0);

        var y = 1 / lumaSpan;
        var (redCr, blueCb) = (2 * (1 - kr) / chromaSpan, 2 * (1 - kb) / chromaSpan);
        var (greenCr, greenCb) = (-redCr * kr / kg, -blueCb * kb / kg);
        var offset = -y * black;
        return new(
            Terms(y, 0, redCr, offset - 128 * redCr),
            Terms(y, greenCb, greenCr, offset - 128 * (greenCb + greenCr)),
            Terms(y, blueCb, 0, offset - 128 * blueCb));
    }

    private static ColorTerms Terms(double a, double b, double c, double d) =>
        new((float)(a * Unit), (float)(b * Unit), (float)(c * Unit), (float)d);
}

/// <summary>One colour from three channels: clamp(A × c0 + B × c1 + C × c2 + D, 0, 1), each product fused, C first.</summary>
internal readonly record struct ColorTerms(float A, float B, float C, float D)
{
    public float Apply(float c0, float c1, float c2)
    {
        var level = MathF.FusedMultiplyAdd(c0, A, MathF.FusedMultiplyAdd(c1, B, MathF.FusedMultiplyAdd(c2, C, D)));
        return MathF.Max(MathF.Min(level, 1), 0);
    }
}
