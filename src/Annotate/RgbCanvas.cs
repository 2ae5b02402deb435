using Media;

namespace Annotate;

/// <summary>RGB24: three bytes a pixel in one plane.</summary>
internal readonly ref struct RgbCanvas(in Frame picture) : ICanvas
{
    private readonly Plane _pixels = new(picture.Plane0, picture.Stride0, 3 * picture.Width, picture.Height);

    public int Width { get; } = picture.Width;

    public int Height { get; } = picture.Height;

    public Ink Mix(Rgb colour, byte alpha) => new(colour.R, colour.G, colour.B, alpha);

    public void Blend(int x, int y, scoped Span<byte> upper, scoped Span<byte> lower, Ink ink)
    {
        BlendRow(x, y, upper, ink);
        if (y + 1 < Height)
            BlendRow(x, y + 1, lower, ink);
    }

    private void BlendRow(int x, int y, ReadOnlySpan<byte> coverage, Ink ink)
    {
        var row = _pixels.Row(y)[(3 * x)..];
        var count = Math.Min(row.Length / 3, coverage.Length);
        for (var i = 0; i < count; i++)
        {
            row[3 * i] = ink.Over(row[3 * i], ink.C0, coverage[i]);
            row[3 * i + 1] = ink.Over(row[3 * i + 1], ink.C1, coverage[i]);
            row[3 * i + 2] = ink.Over(row[3 * i + 2], ink.C2, coverage[i]);
        }
    }
}
