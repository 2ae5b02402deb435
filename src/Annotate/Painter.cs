namespace Annotate;

/// <summary>Fills shapes on a canvas, clipped to it.</summary>
internal readonly ref struct Painter<TCanvas>(TCanvas canvas)
    where TCanvas : ICanvas, allows ref struct
{
    /// <summary>Columns covered at a time: two rows of this fit in the first-level cache beside the picture's.</summary>
    private const int TileWidth = 256;

    private readonly TCanvas _canvas = canvas;

    public Area Picture => new(0, 0, _canvas.Width, _canvas.Height);

    /// <param name="alpha">255 hides what is below, 0 draws nothing.</param>
    public void Fill<TShape>(in TShape shape, Rgb colour, byte alpha = 255)
        where TShape : struct, IShape
    {
        var ink = _canvas.Mix(colour, alpha);
        var (top, bottom) = shape.Rows;
        bottom = Math.Min(bottom, _canvas.Height);
        for (var y = Math.Max(top, 0) & ~1; y < bottom; y += 2)
            FillRows(shape, y, ink);
    }

    /// <summary>A line of <paramref name="thickness"/> pixels just inside an area's edge, with sharp corners.</summary>
    public void FillFrame(in Area area, int thickness, Rgb colour, byte alpha = 255)
    {
        if (Math.Min(area.Width, area.Height) <= 2 * thickness)
        {
            Fill(new RoundedArea(area), colour, alpha);
            return;
        }

        var (left, right) = (area.Left + thickness, area.Right - thickness);
        var (top, bottom) = (area.Top + thickness, area.Bottom - thickness);
        Fill(new RoundedArea(area with { Bottom = top }), colour, alpha);
        Fill(new RoundedArea(area with { Top = bottom }), colour, alpha);
        Fill(new RoundedArea(new Area(area.Left, top, left, bottom)), colour, alpha);
        Fill(new RoundedArea(new Area(right, top, area.Right, bottom)), colour, alpha);
    }

    private void FillRows<TShape>(in TShape shape, int y, Ink ink)
        where TShape : struct, IShape
    {
        Span<byte> tile = stackalloc byte[2 * TileWidth];
        var (left, right) = shape.Columns(y);
        right = Math.Min(right, _canvas.Width);
        for (var x = Math.Max(left, 0) & ~1; x < right; x += TileWidth)
        {
            var count = Math.Min(TileWidth, (right - x + 1) & ~1);
            var upper = tile[..count];
            var lower = tile.Slice(TileWidth, count);
            shape.Cover(x, y, upper);
            shape.Cover(x, y + 1, lower);
            _canvas.Blend(x, y, upper, lower, ink);
        }
    }
}
