namespace Scene.Geometry;

/// <summary>Noise that is a pure function of place: what makes cloth creased, skin mottled and asphalt grey in many greys.</summary>
internal static class Noise
{
    /// <summary>An integer's bits, well mixed (the finaliser of MurmurHash3).</summary>
    public static uint Hash(uint x)
    {
        x = (x ^ x >> 16) * 0x85EBCA6Bu;
        x = (x ^ x >> 13) * 0xC2B2AE35u;
        return x ^ x >> 16;
    }

    public static uint Hash(int x, int y, uint seed) => Hash((uint)x * 0x9E3779B1u ^ Hash((uint)y * 0x85EBCA77u ^ seed));

    /// <summary>In [0, 1), one value for each cell of the unit grid.</summary>
    public static float Cell(int x, int y, uint seed) => (Hash(x, y, seed) >> 8) * (1f / (1 << 24));

    /// <summary>In [-1, 1], smooth, with features one unit wide.</summary>
    public static float Value(float x, float y, uint seed)
    {
        var (ix, iy) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (tx, ty) = (Ease(x - ix), Ease(y - iy));
        var top = Lerp(Cell(ix, iy, seed), Cell(ix + 1, iy, seed), tx);
        var bottom = Lerp(Cell(ix, iy + 1, seed), Cell(ix + 1, iy + 1, seed), tx);
        return Lerp(top, bottom, ty) * 2 - 1;
    }

    /// <summary>Three octaves of <see cref="Value"/>, each turned against the others, so that no grid shows; in [-1, 1].</summary>
    public static float Fractal(float x, float y, uint seed) =>
        (Value(x * 0.8f - y * 0.6f, x * 0.6f + y * 0.8f, seed) * 4
            + Value(x * 1.2f + y * 1.7f, y * 1.2f - x * 1.7f, seed + 1) * 2
            + Value(x * 4.2f + y * 0.9f, y * 4.2f - x * 0.9f, seed + 2)) * (1f / 7);

    private static float Ease(float t) => t * t * (3 - 2 * t);

    private static float Lerp(float a, float b, float t) => a + (b - a) * t;
}
