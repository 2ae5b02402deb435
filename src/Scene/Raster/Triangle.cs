namespace Scene.Raster;

/// <summary>Scan conversion: which pixels have their centre inside a triangle. Neighbours that share an edge share no pixel and leave none out.</summary>
internal readonly ref struct Triangle
{
    private readonly float _topX, _topY, _middleX, _middleY, _bottomX, _bottomY;
    private readonly int _width;

    private Triangle(in ScreenVertex top, in ScreenVertex middle, in ScreenVertex bottom, int width, int height)
    {
        (_topX, _topY, _middleX, _middleY, _bottomX, _bottomY) = (top.X, top.Y, middle.X, middle.Y, bottom.X, bottom.Y);
        _width = width;
        FirstRow = Math.Max(0, FirstCentreFrom(top.Y));
        EndRow = Math.Min(height, FirstCentreFrom(bottom.Y));
    }

    public int FirstRow { get; }

    public int EndRow { get; }

    /// <summary>Twice the area; negative when the corners run counter-clockwise on the screen, that is, when it faces the camera.</summary>
    public static float Area(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);

    public static Triangle Of(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c, int width, int height)
    {
        if (a.Y <= b.Y)
        {
            if (b.Y <= c.Y) return new(a, b, c, width, height);
            return a.Y <= c.Y ? new(a, c, b, width, height) : new(c, a, b, width, height);
        }
        if (a.Y <= c.Y) return new(b, a, c, width, height);
        return b.Y <= c.Y ? new(b, c, a, width, height) : new(c, b, a, width, height);
    }

    /// <summary>First pixel inside on a row, and the first after it that is not.</summary>
    public (int From, int To) Row(int row)
    {
        var y = row + 0.5f;
        var one = Crossing(_topX, _topY, _bottomX, _bottomY, y);
        var other = y < _middleY ? Crossing(_topX, _topY, _middleX, _middleY, y) : Crossing(_middleX, _middleY, _bottomX, _bottomY, y);
        return (Math.Max(0, FirstCentreFrom(Math.Min(one, other))), Math.Min(_width, FirstCentreFrom(Math.Max(one, other))));
    }

    /// <summary>Always from the upper end, so that both neighbours of an edge get the same number.</summary>
    private static float Crossing(float x0, float y0, float x1, float y1, float y) =>
        y1 > y0 ? x0 + (x1 - x0) * ((y - y0) / (y1 - y0)) : x0;

    private static int FirstCentreFrom(float edge) => (int)MathF.Ceiling(edge - 0.5f);
}
