namespace Scene.Raster;

/// <summary>Scan conversion: which pixels have their centre inside a triangle. Neighbours that share an edge share no pixel and leave none out.</summary>
internal readonly ref struct Triangle
{
    private readonly Edge _long, _upper, _lower;
    private readonly float _middleY;
    private readonly int _width;

    private Triangle(in ScreenVertex top, in ScreenVertex middle, in ScreenVertex bottom, int width, int height)
    {
        (_long, _upper, _lower) = (new(top, bottom), new(top, middle), new(middle, bottom));
        (_middleY, _width) = (middle.Y, width);
        FirstRow = Math.Max(0, FirstCentreFrom(top.Y));
        EndRow = Math.Min(height, FirstCentreFrom(bottom.Y));
    }

    public int FirstRow { get; }

    public int EndRow { get; }

    /// <summary>Twice the area; negative when the corners run counter-clockwise on the screen, that is, when it faces the camera.</summary>
    public static float Area(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);

    /// <summary>Whether no pixel's centre is inside the triangle's box, which most triangles of a far body can say, and all beside the picture.</summary>
    public static bool MissesPixels(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c, int width, int height)
    {
        var (left, right) = (FirstCentreFrom(Math.Min(a.X, Math.Min(b.X, c.X))), FirstCentreFrom(Math.Max(a.X, Math.Max(b.X, c.X))));
        var (top, bottom) = (FirstCentreFrom(Math.Min(a.Y, Math.Min(b.Y, c.Y))), FirstCentreFrom(Math.Max(a.Y, Math.Max(b.Y, c.Y))));
        return left >= right || top >= bottom || right <= 0 || bottom <= 0 || left >= width || top >= height;
    }

    public static Triangle Of(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c, int width, int height)
    {
        if (a.Y <= b.Y)
        {
            if (b.Y <= c.Y)
                return new(a, b, c, width, height);
            return a.Y <= c.Y ? new(a, c, b, width, height) : new(c, a, b, width, height);
        }
        if (a.Y <= c.Y)
            return new(b, a, c, width, height);
        return b.Y <= c.Y ? new(b, c, a, width, height) : new(c, b, a, width, height);
    }

    /// <summary>First pixel inside on a row, and the first after it that is not.</summary>
    public (int From, int To) Row(int row)
    {
        var y = row + 0.5f;
        var (one, other) = (_long.At(y), y < _middleY ? _upper.At(y) : _lower.At(y));
        return (Math.Max(0, FirstCentreFrom(Math.Min(one, other))), Math.Min(_width, FirstCentreFrom(Math.Max(one, other))));
    }

    private static int FirstCentreFrom(float edge) => (int)MathF.Ceiling(edge - 0.5f);

    /// <summary>A side, always from its upper end, so that both neighbours of it get the same numbers.</summary>
    private readonly struct Edge(in ScreenVertex upper, in ScreenVertex lower)
    {
        private readonly float _slope = lower.Y > upper.Y ? (lower.X - upper.X) / (lower.Y - upper.Y) : 0;
        private readonly float _x = upper.X, _y = upper.Y;

        public float At(float y) => _x + _slope * (y - _y);
    }
}
