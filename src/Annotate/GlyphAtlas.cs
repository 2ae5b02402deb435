namespace Annotate;

/// <summary>Every glyph at one size as coverage, made once, because copying a letter is cheaper than drawing its strokes.</summary>
internal sealed class GlyphAtlas
{
    /// <summary>Thickness of a stroke per capital's height, a medium face: thin strokes do not survive video compression.</summary>
    private const float Weight = 0.15f;

    /// <summary>Thinnest stroke in pixels: one that is full, and a trace beside it.</summary>
    private const float MinWeight = 1.25f;

    /// <summary>Between the ink of two letters, in units of <see cref="GlyphStrokes"/>.</summary>
    private const float Gap = 4;

    /// <summary>A blank with its gap, in the same units.</summary>
    private const float BlankWidth = 9;

    private readonly byte[] _coverage;
    private readonly int[] _advances = new int[GlyphStrokes.Count];
    private readonly float _weight;

    /// <summary>The weight in whole pixels: where there is a choice, the fewer are the crisper.</summary>
    private readonly int _strokePixels;
    private readonly int _gap;

    /// <summary>Pixels of a cell around the strokes' centre lines.</summary>
    private readonly int _margin;

    /// <summary>Rows of a cell above its capitals' centre lines.</summary>
    private readonly int _rise;

    /// <param name="capHeight">Height of a capital in pixels, at least 1.</param>
    public GlyphAtlas(int capHeight)
    {
        CapHeight = capHeight;
        var scale = capHeight / (float)GlyphStrokes.CapHeight;
        _weight = Math.Max(capHeight * Weight, MinWeight);
        _strokePixels = (int)MathF.Round(_weight - 0.25f);
        _gap = (int)MathF.Round(Gap * scale);
        _margin = (int)MathF.Ceiling(_weight / 2) + 1;
        _rise = _margin + (int)MathF.Round((GlyphStrokes.Height - GlyphStrokes.Baseline) * scale) - capHeight;

        var outlines = Enumerable.Range(0, GlyphStrokes.Count).Select(i => new GlyphOutline(GlyphStrokes.Of(i), scale)).ToArray();
        CellWidth = (int)outlines.Max(outline => outline.Right) + 2 * _margin + 1;
        CellHeight = (int)MathF.Ceiling(GlyphStrokes.Height * scale) + 2 * _margin + 1;
        _coverage = new byte[outlines.Length * CellWidth * CellHeight];
        for (var i = 0; i < outlines.Length; i++)
        {
            Draw(i, outlines[i]);
            _advances[i] = (int)outlines[i].Right + _strokePixels + _gap;
        }

        _advances[GlyphStrokes.IndexOf(' ')] = (int)MathF.Round(BlankWidth * scale);
    }

    public int CapHeight { get; }

    public int CellWidth { get; }

    public int CellHeight { get; }

    /// <summary>From one letter's left to the next one's, in pixels.</summary>
    public int AdvanceOf(char character) => _advances[GlyphStrokes.IndexOf(character)];

    /// <summary>Width in pixels of a line of text, from the first ink to the last.</summary>
    public int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var character in text)
            width += AdvanceOf(character);
        return Math.Max(width - _gap, 0);
    }

    /// <param name="left">Where its ink begins.</param>
    /// <param name="top">Where capitals begin.</param>
    public Glyph GlyphAt(char character, int left, int top) =>
        new(this, GlyphStrokes.IndexOf(character), left + _strokePixels / 2 - _margin, top - _rise);

    public ReadOnlySpan<byte> Row(int glyph, int y) => _coverage.AsSpan((glyph * CellHeight + y) * CellWidth, CellWidth);

    private void Draw(int glyph, GlyphOutline outline)
    {
        // Centre lines have whole coordinates: an odd stroke is crisp on the middle of pixels, an even one between two.
        var middle = _strokePixels % 2 == 1 ? 0 : 0.5f;
        for (var y = 0; y < CellHeight; y++)
        {
            for (var x = 0; x < CellWidth; x++)
            {
                var inside = _weight / 2 + 0.5f - outline.Distance(x - _margin + middle, y - _margin + middle);
                _coverage[(glyph * CellHeight + y) * CellWidth + x] = (byte)(255 * Math.Clamp(inside, 0, 1) + 0.5f);
            }
        }
    }
}
