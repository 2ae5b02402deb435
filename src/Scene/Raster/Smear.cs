namespace Scene.Raster;

/// <summary>Way across the picture during one exposure, in quarters of a pixel, at most ±31 pixels.</summary>
internal readonly record struct Smear(sbyte X, sbyte Y)
{
    public int SquaredLength => X * X + Y * Y;

    /// <summary>Shorter than a pixel and a half, the lens hides it.</summary>
    public bool IsSeen => SquaredLength >= 36;

    public static Smear Of(float x, float y) => new(Quarters(x), Quarters(y));

    private static sbyte Quarters(float pixels) => (sbyte)Math.Clamp(pixels * 4, -127, 127);
}
