namespace Annotate;

/// <summary>One letter of an atlas, at its place in the picture.</summary>
internal readonly struct Glyph(GlyphAtlas atlas, int index, int left, int top) : IShape
{
    public (int Top, int Bottom) Rows => (top, top + atlas.CellHeight);

    public (int Left, int Right) Columns(int y) => (left, left + atlas.CellWidth);

    public void Cover(int x, int y, Span<byte> coverage)
    {
        coverage.Clear();
        if (y < top || y >= top + atlas.CellHeight)
            return;
        var row = atlas.Row(index, y - top);
        var from = Math.Max(x - left, 0);
        var skip = Math.Max(left - x, 0);
        var count = Math.Min(row.Length - from, coverage.Length - skip);
        if (count > 0)
            row.Slice(from, count).CopyTo(coverage[skip..]);
    }
}
