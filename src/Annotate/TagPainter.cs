namespace Annotate;

/// <summary>A line of text on a filled tag beside a box.</summary>
internal readonly struct TagPainter(GlyphAtlas atlas, LabelPlacer placer, Pens pens)
{
    /// <summary>Whether the tag would be at most this many times as wide as the box: more, and one cannot see whose it is.</summary>
    private const float MaxOverhang = 2.5f;

    public bool Suits(in Area box, ReadOnlySpan<char> text) => WidthOf(text) <= MaxOverhang * box.Width;

    /// <returns>False where there is no text, or no free place.</returns>
    public bool TryDraw<TCanvas>(Painter<TCanvas> painter, in Area box, ReadOnlySpan<char> text, Rgb colour)
        where TCanvas : ICanvas, allows ref struct
    {
        var height = pens.CapHeight + 2 * pens.Padding;
        if (text.IsEmpty || !placer.TryPlace(box, WidthOf(text), height, painter.Picture, out var tag))
            return false;

        painter.Fill(new RoundedArea(tag, pens.Line), colour);
        var x = tag.Left + pens.Padding;
        foreach (var letter in text)
        {
            painter.Fill(atlas.GlyphAt(letter, x, tag.Top + pens.Padding), colour.Contrast());
            x += atlas.AdvanceOf(letter);
        }

        return true;
    }

    private int WidthOf(ReadOnlySpan<char> text) => atlas.Measure(text) + 2 * pens.Padding;
}
