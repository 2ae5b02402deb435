using Media;

namespace Annotate;

/// <summary>I420 and NV12: full-size luma, chroma of half the size, rounded up.</summary>
internal readonly ref struct YuvCanvas : ICanvas
{
    private readonly Plane _luma;
    private readonly Plane _cb;
    private readonly Plane _cr;

    /// <summary>Bytes from one chroma sample to the next: 1, or 2 where Cb and Cr alternate.</summary>
    private readonly int _chromaStep;
    private readonly YuvMixer _mixer;

    public YuvCanvas(in Frame picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        var (chromaWidth, chromaHeight) = ((Width + 1) / 2, (Height + 1) / 2);
        _luma = new Plane(picture.Plane0, picture.Stride0, Width, Height);
        _mixer = new YuvMixer(picture.Matrix, picture.Range);
        if (picture.Format == PixelFormat.Nv12)
        {
            _chromaStep = 2;
            _cb = new Plane(picture.Plane1, picture.Stride1, 2 * chromaWidth - 1, chromaHeight);
            _cr = new Plane(picture.Plane1 + 1, picture.Stride1, 2 * chromaWidth - 1, chromaHeight);
            return;
        }

        _chromaStep = 1;
        _cb = new Plane(picture.Plane1, picture.Stride1, chromaWidth, chromaHeight);
        _cr = new Plane(picture.Plane2, picture.Stride2, chromaWidth, chromaHeight);
    }

    public int Width { get; }

    public int Height { get; }

    public Ink Mix(Rgb colour, byte alpha) => _mixer.Mix(colour, alpha);

    public void Blend(int x, int y, scoped Span<byte> upper, scoped Span<byte> lower, Ink ink)
    {
        // What lies over an odd border counts as its neighbour inside, so that it does not pale the last chroma sample.
        if (x + upper.Length > Width)
            (upper[^1], lower[^1]) = (upper[^2], lower[^2]);
        if (y + 1 == Height)
            upper.CopyTo(lower);
        else
            BlendLuma(_luma.Row(y + 1)[x..], lower, ink);
        BlendLuma(_luma.Row(y)[x..], upper, ink);
        BlendChroma(x / 2, y / 2, upper, lower, ink);
    }

    private static void BlendLuma(Span<byte> row, ReadOnlySpan<byte> coverage, Ink ink)
    {
        var count = Math.Min(row.Length, coverage.Length);
        for (var i = 0; i < count; i++)
            row[i] = ink.Over(row[i], ink.C0, coverage[i]);
    }

    private void BlendChroma(int x, int y, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Ink ink)
    {
        var cb = _cb.Row(y);
        var cr = _cr.Row(y);
        for (var i = 0; i < upper.Length; i += 2)
        {
            var coverage = (upper[i] + upper[i + 1] + lower[i] + lower[i + 1] + 2) >> 2;
            var at = (x + i / 2) * _chromaStep;
            cb[at] = ink.Over(cb[at], ink.C1, coverage);
            cr[at] = ink.Over(cr[at], ink.C2, coverage);
        }
    }
}
