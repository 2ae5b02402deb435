using Scene.Geometry;

namespace Scene.Places;

/// <summary>Colour (R'G'B') of a point of a surface.</summary>
/// <param name="across">Metres along the surface, level.</param>
/// <param name="up">Metres up the surface, or into the distance on a level one.</param>
/// <param name="grain">Metres that one pixel covers there: what is finer is left out.</param>
internal delegate Vec3 Paint(float across, float up, float grain);

/// <summary>What places are made of.</summary>
internal static class Paints
{
    public static Paint Plain(Vec3 colour, uint seed, float rough = 0.04f) => (x, y, grain) =>
        colour * (1 + rough * (Noise.Fractal(x * 0.7f, y * 0.7f, seed) + 0.4f * Fade(0.02f, grain) * Noise.Fractal(x * 26, y * 26, seed)));

    /// <summary>Asphalt, carpet, gravel: a colour in many greys.</summary>
    public static Paint Speckle(Vec3 colour, uint seed, float rough) => (x, y, grain) =>
        colour * (1 + rough * (0.3f * Noise.Fractal(x * 0.9f, y * 0.9f, seed)
            + Fade(0.02f, grain) * Noise.Fractal(x * 40, y * 40, seed + 1) + Fade(0.1f, grain) * 0.4f * Noise.Fractal(x * 7, y * 7, seed + 2)));

    public static Paint Grass(Vec3 colour, uint seed) => (x, y, grain) =>
        colour * (1 + 0.15f * Noise.Fractal(x * 0.5f, y * 0.5f, seed) + 0.3f * Fade(0.03f, grain) * Noise.Fractal(x * 30, y * 22, seed + 1))
            + new Vec3(0.06f, 0.03f, 0) * Noise.Fractal(x * 0.23f, y * 0.23f, seed + 5);

    public static Paint Tiles(Vec3 one, Vec3 other, float side, float joint, uint seed) => (x, y, grain) =>
    {
        var (tx, ty) = (x / side, y / side);
        var (ix, iy) = ((int)MathF.Floor(tx), (int)MathF.Floor(ty));
        var contrast = Fade(side, grain);
        var colour = Vec3.Mix(Vec3.Mix(one, other, 0.5f), (ix + iy & 1) == 0 ? one : other, contrast);
        var edge = Math.Min(Math.Min(tx - ix, 1 - tx + ix), Math.Min(ty - iy, 1 - ty + iy)) * side;
        var gap = edge < joint ? 1 - 0.35f * Fade(joint * 2, grain) : 1;
        return colour * (gap * (1 + 0.06f * contrast * (Noise.Cell(ix, iy, seed) - 0.5f) + 0.04f * Noise.Fractal(x, y, seed)));
    };

    public static Paint Planks(Vec3 colour, uint seed) => (x, y, grain) =>
    {
        var row = (int)MathF.Floor(y / 0.14f);
        var along = x + Noise.Cell(row, 7, seed) * 3;
        var plank = Noise.Cell(row, (int)MathF.Floor(along / 1.4f), seed);
        var fibre = Fade(0.02f, grain) * Noise.Value(along * 3, y * 90, seed);
        return colour * (0.9f + 0.2f * plank + 0.08f * fibre);
    };

    public static Paint Bricks(Vec3 brick, Vec3 mortar, uint seed) => (x, y, grain) =>
    {
        var row = (int)MathF.Floor(y / 0.08f);
        var bx = x / 0.24f + ((row & 1) == 0 ? 0.5f : 0);
        var column = (int)MathF.Floor(bx);
        var joint = bx - column < 0.05f || y / 0.08f - row < 0.14f;
        var colour = brick * (0.85f + 0.3f * Noise.Cell(column, row, seed));
        return Vec3.Mix(Vec3.Mix(brick, mortar, 0.17f), joint ? mortar : colour, Fade(0.08f, grain)) * (1 + 0.1f * Noise.Fractal(x * 0.4f, y * 0.4f, seed));
    };

    /// <summary>A house front: windows in rows, some lit, some with curtains, the sky in the others.</summary>
    public static Paint Facade(Paint wall, Vec3 glass, float storey, uint seed) => (x, y, grain) =>
    {
        var (column, row) = ((int)MathF.Floor(x / 2.2f), (int)MathF.Floor(y / storey));
        var (u, v) = (x / 2.2f - column, y / storey - row);
        if (u is < 0.24f or > 0.76f || v is < 0.22f or > 0.82f)
            return wall(x, y, grain);
        var frame = u is < 0.27f or > 0.73f || v is < 0.25f or > 0.79f || MathF.Abs(u - 0.5f) < 0.012f;
        if (frame)
            return new(0.82f, 0.81f, 0.78f);
        var kind = Noise.Cell(column, row, seed);
        if (kind > 0.8f && v > 0.45f)
            return new(0.78f, 0.74f, 0.68f);
        return glass * (0.6f + 0.7f * v + 0.25f * kind + 0.15f * Noise.Value(x * 2 + y, y * 2, seed));
    };

    /// <summary>Books of all thicknesses on boards.</summary>
    public static Paint Shelves(Vec3 board, uint seed) => (x, y, grain) =>
    {
        var shelf = (int)MathF.Floor(y / 0.32f);
        var v = y / 0.32f - shelf;
        if (v < 0.08f)
            return board;
        var book = (int)MathF.Floor(x / 0.045f + Noise.Value(x * 5, shelf, seed));
        var tall = 0.55f + 0.38f * Noise.Cell(book, shelf, seed);
        if (v > tall || Noise.Cell(book / 6, shelf, seed + 9) > 0.82f)
            return board * 0.35f;
        var band = v is > 0.3f and < 0.36f ? 1.3f : 1;
        return new Vec3(Noise.Cell(book, shelf, seed + 1), Noise.Cell(book, shelf, seed + 2), Noise.Cell(book, shelf, seed + 3)) * (0.55f * band) + new Vec3(0.12f, 0.1f, 0.08f);
    };

    public static Paint Picture(Vec3 one, Vec3 other, uint seed) => (x, y, _) =>
        Vec3.Mix(one, other, Trig.Smooth(-0.2f, 0.25f, Noise.Fractal(x * 4, y * 4, seed) + 0.4f * Trig.SinTurns(y * 1.3)));

    /// <summary>A window to the day outside: frame, bright sky, something green below.</summary>
    public static Paint Window(Vec3 sky, uint seed) => (x, y, _) =>
    {
        var (u, v) = (x / 0.7f - MathF.Floor(x / 0.7f), y / 1.1f - MathF.Floor(y / 1.1f));
        if (u is < 0.06f or > 0.94f || v is < 0.04f or > 0.96f)
            return new(0.88f, 0.87f, 0.85f);
        var trees = y < 1.4f + 0.3f * Noise.Fractal(x * 2, 1, seed);
        return trees ? new Vec3(0.35f, 0.48f, 0.30f) * (1 + 0.4f * Noise.Fractal(x * 9, y * 9, seed)) : sky;
    };

    public static Paint Leaves(Vec3 colour, uint seed) => (x, y, grain) =>
        colour * (0.75f + 0.5f * Fade(0.06f, grain) * Noise.Fractal(x * 16, y * 16, seed) + 0.35f * Noise.Fractal(x * 3, y * 3, seed + 1));

    /// <summary>1 where a feature is many pixels wide, 0 where it is less than one.</summary>
    private static float Fade(float feature, float grain) => Trig.Smooth(0.7f, 2.5f, feature / grain);
}
