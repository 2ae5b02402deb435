namespace Scene.Raster;

/// <summary>What is known of one pixel besides its colour; eight bytes side by side, for they are read and written together.</summary>
internal record struct Fragment
{
    /// <summary>1 / depth in metres of what shows.</summary>
    public float Nearness;

    /// <summary>Motion during the exposure of what shows.</summary>
    public Smear Smear;

    /// <summary>Id of the person who shows, 0 for the background.</summary>
    public byte Owner;

    /// <summary>Id of the last person drawn here, seen or hidden.</summary>
    public byte Touched;
}

/// <summary>A mesh vertex as the camera sees it.</summary>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the top edge.</param>
/// <param name="Nearness">1 / depth in metres; 0 when it is too near to be drawn.</param>
/// <param name="Gain">Light on it; 1 shows the texture as it is.</param>
/// <param name="U">Texture column in widths of the texture.</param>
/// <param name="V">Texture row in heights.</param>
/// <param name="MotionX">Pixels to the right during the exposure.</param>
/// <param name="MotionY">Pixels down during the exposure.</param>
internal record struct ScreenVertex(float X, float Y, float Nearness, float Gain, float U, float V, float MotionX, float MotionY);

/// <summary>A range of columns and rows, the last of each excluded.</summary>
internal readonly record struct Extent(int Left, int Top, int Right, int Bottom)
{
    public static readonly Extent Empty = new(int.MaxValue, int.MaxValue, 0, 0);

    /// <summary>Widened to hold part of a row.</summary>
    public Extent With(int row, int from, int to) =>
        new(Math.Min(Left, from), Math.Min(Top, row), Math.Max(Right, to), Math.Max(Bottom, row + 1));

    public Extent With(Extent other) =>
        new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

/// <summary>Way across the picture during one exposure, in quarters of a pixel, at most ±31 pixels.</summary>
internal readonly record struct Smear(sbyte X, sbyte Y)
{
    public int SquaredLength => X * X + Y * Y;

    /// <summary>Shorter than a pixel and a half, the lens hides it.</summary>
    public bool IsSeen => SquaredLength >= 36;

    public static Smear Of(float x, float y) => new(Quarters(x), Quarters(y));

    private static sbyte Quarters(float pixels) => (sbyte)Math.Clamp(pixels * 4, -127, 127);
}
