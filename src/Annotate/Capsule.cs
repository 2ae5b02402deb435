namespace Annotate;

/// <summary>A line with round ends; a disc where both ends are one point. Anti-aliased by its distance to the pixel's centre.</summary>
/// <param name="radius">Half the line's thickness in pixels; below 0.5 it pales.</param>
internal readonly struct Capsule(float x0, float y0, float x1, float y1, float radius) : IShape
{
    private readonly float _dx = x1 - x0;
    private readonly float _dy = y1 - y0;

    /// <summary>Reach of its soft edge: half a pixel more than its radius.</summary>
    private readonly float _reach = radius + 0.5f;
    private readonly float _inverseSquaredLength = 1 / Math.Max((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0), 1e-12f);

    public (int Top, int Bottom) Rows =>
        ((int)MathF.Floor(Math.Min(y0, y1) - _reach), (int)MathF.Ceiling(Math.Max(y0, y1) + _reach));

    public (int Left, int Right) Columns(int y)
    {
        // The part of the centre line that is near enough to these two rows.
        var (from, to) = (0f, 1f);
        if (MathF.Abs(_dy) > 1e-6f)
        {
            var (a, b) = ((y - _reach - y0) / _dy, (y + 2 + _reach - y0) / _dy);
            (from, to) = (Math.Clamp(Math.Min(a, b), 0, 1), Math.Clamp(Math.Max(a, b), 0, 1));
        }

        var (left, right) = (x0 + from * _dx, x0 + to * _dx);
        return ((int)MathF.Floor(Math.Min(left, right) - _reach), (int)MathF.Ceiling(Math.Max(left, right) + _reach));
    }

    public void Cover(int x, int y, Span<byte> coverage)
    {
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = (byte)(255 * Math.Clamp(_reach - Distance(x + i + 0.5f, y + 0.5f), 0, 1) + 0.5f);
    }

    /// <summary>From a point to the centre line, in pixels.</summary>
    public float Distance(float x, float y)
    {
        var (px, py) = (x - x0, y - y0);
        var along = Math.Clamp((px * _dx + py * _dy) * _inverseSquaredLength, 0, 1);
        var (ex, ey) = (px - along * _dx, py - along * _dy);
        return MathF.Sqrt(ex * ex + ey * ey);
    }
}
