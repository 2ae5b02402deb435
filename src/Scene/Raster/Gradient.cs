namespace Scene.Raster;

/// <summary>How a quantity changes over a triangle, linear in the picture.</summary>
/// <param name="Origin">Its value at the picture's corner (0, 0).</param>
/// <param name="X">Its change over one pixel to the right.</param>
/// <param name="Y">Its change over one pixel down.</param>
internal readonly record struct Gradient(float Origin, float X, float Y)
{
    /// <param name="a">A corner.</param>
    /// <param name="b">The next.</param>
    /// <param name="c">The last.</param>
    /// <param name="inverseArea">1 / <see cref="Triangle.Area"/>.</param>
    /// <param name="fa">The quantity at a.</param>
    /// <param name="fb">At b.</param>
    /// <param name="fc">At c.</param>
    public static Gradient Over(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c, float inverseArea, float fa, float fb, float fc)
    {
        var (ab, ac) = (fb - fa, fc - fa);
        var x = (ab * (c.Y - a.Y) - ac * (b.Y - a.Y)) * inverseArea;
        var y = (ac * (b.X - a.X) - ab * (c.X - a.X)) * inverseArea;
        return new(fa - x * a.X - y * a.Y, x, y);
    }

    /// <summary>At the centre of a pixel.</summary>
    public float At(int column, int row) => Origin + X * (column + 0.5f) + Y * (row + 0.5f);
}
