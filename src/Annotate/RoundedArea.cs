namespace Annotate;

/// <summary>A filled rectangle of whole pixels, its corners rounded by <paramref name="radius"/> pixels (0 leaves them sharp).</summary>
internal readonly struct RoundedArea(Area area, float radius = 0) : IShape
{
    public (int Top, int Bottom) Rows => (area.Top, area.Bottom);

    public (int Left, int Right) Columns(int y) => (area.Left, area.Right);

    public void Cover(int x, int y, Span<byte> coverage)
    {
        coverage.Clear();
        if (y < area.Top || y >= area.Bottom)
            return;
        var (from, to) = (Math.Max(area.Left - x, 0), Math.Min(area.Right - x, coverage.Length));
        if (from >= to)
            return;
        coverage[from..to].Fill(255);

        // How deep the row lies inside the upper or lower corners' squares.
        var rise = radius - (Math.Min(y - area.Top, area.Bottom - 1 - y) + 0.5f);
        if (rise > 0)
            Round(x, rise, coverage[..to]);
    }

    private void Round(int x, float rise, Span<byte> coverage)
    {
        var reach = (int)MathF.Ceiling(radius);
        for (var i = 0; i < reach; i++)
        {
            var run = radius - (i + 0.5f);
            var inside = radius + 0.5f - MathF.Sqrt(Math.Max(run, 0) * Math.Max(run, 0) + rise * rise);
            var soft = (byte)(255 * Math.Clamp(inside, 0, 1) + 0.5f);
            Soften(coverage, area.Left + i - x, soft);
            Soften(coverage, area.Right - 1 - i - x, soft);
        }
    }

    private static void Soften(Span<byte> coverage, int at, byte soft)
    {
        if ((uint)at < (uint)coverage.Length)
            coverage[at] = Math.Min(coverage[at], soft);
    }
}
