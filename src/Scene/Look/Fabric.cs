using Scene.Geometry;

namespace Scene.Look;

internal enum Pattern : byte { Plain, Stripes, Pinstripes, Checks, Tartan, Dots, Camouflage, Denim }

/// <summary>A cloth: two colours in a pattern, and the weave.</summary>
/// <param name="Pattern">How the colours meet.</param>
/// <param name="Ground">The colour of most of it.</param>
/// <param name="Figure">The other one.</param>
/// <param name="Repeats">Repeats of the pattern in one tile; whole, so that tiles join.</param>
/// <param name="Seed">Of its noise.</param>
internal sealed record Fabric(Pattern Pattern, Vec3 Ground, Vec3 Figure, int Repeats, uint Seed)
{
    private static readonly Pattern[] Patterns =
    [
        Pattern.Plain, Pattern.Plain, Pattern.Plain, Pattern.Plain, Pattern.Stripes, Pattern.Stripes, Pattern.Pinstripes, Pattern.Checks, Pattern.Tartan,
        Pattern.Dots, Pattern.Camouflage,
    ];

    public static Fabric DrawTop(RandomSource random) =>
        new(random.Pick<Pattern>(Patterns), Palette.Cloth(random), Palette.Cloth(random), 3 + random.Below(7), random.Next());

    public static Fabric DrawLegwear(RandomSource random, bool skirt)
    {
        if (skirt && random.Chance(0.6f))
            return DrawTop(random);
        var colour = Palette.Legwear(random);
        return new(random.Chance(0.5f) ? Pattern.Denim : Pattern.Plain, colour, colour * 1.35f, 4, random.Next());
    }

    /// <summary>Colour at a place on a tile, whose side is 1.</summary>
    public Vec3 At(float u, float v)
    {
        var (x, y) = (Repeat(u * Repeats), Repeat(v * Repeats));
        var colour = Pattern switch
        {
            Pattern.Stripes => y < 0.5f ? Figure : Ground,
            Pattern.Pinstripes => Repeat(u * Repeats * 3) < 0.2f ? Figure : Ground,
            Pattern.Checks => Vec3.Mix(Ground, Figure, (x < 0.5f ? 0.5f : 0) + (y < 0.5f ? 0.5f : 0)),
            Pattern.Tartan => Vec3.Mix(Ground, Figure, Band(x) + Band(y)) * (x is > 0.7f and < 0.74f || y is > 0.7f and < 0.74f ? 1.5f : 1),
            Pattern.Dots => (x - 0.5f) * (x - 0.5f) + (y - 0.5f) * (y - 0.5f) < 0.07f ? Figure : Ground,
            Pattern.Camouflage => Noise.Value(Mirror(u) * 11, Mirror(v) * 11, Seed) > 0.1f ? Figure : Ground,
            Pattern.Denim => Vec3.Mix(Ground, Figure, 0.25f + 0.35f * Noise.Value(Mirror(u) * 5, Mirror(v) * 3, Seed)),
            _ => Ground,
        };
        var weave = Noise.Cell((int)(u * 997), (int)(v * 997), Seed) - 0.5f;
        return colour * (1 + 0.09f * weave + 0.05f * Noise.Value(Mirror(u) * 9, Mirror(v) * 9, Seed + 7));
    }

    private static float Band(float x) => x < 0.3f ? 0.45f : 0;

    private static float Repeat(float x) => x - MathF.Floor(x);

    /// <summary>There and back, so that noise joins at a tile's edge.</summary>
    private static float Mirror(float x) => MathF.Abs(Repeat(x) - 0.5f) * 2;
}
