using Scene.Geometry;
using Scene.Mesh;

namespace Scene.Look;

internal enum Front : byte { Bare, Print, Buttons, Zip, OpenJacket, Tie }

/// <summary>The trunk's texture: cloth, and what a front has besides: a print, buttons, a zip, the shirt in an open jacket.</summary>
/// <param name="Cloth">Of the shirt or jacket.</param>
/// <param name="Lining">Second colour: print, shirt under the jacket, zip.</param>
/// <param name="Skin">Seen at the neck.</param>
/// <param name="Front">What the front has.</param>
/// <param name="Neckline">Depth of the neck's opening below the shoulder, in heights of the texture.</param>
/// <param name="Seed">Of print and creases.</param>
internal sealed record TrunkPainter(Fabric Cloth, Vec3 Lining, Vec3 Skin, Front Front, float Neckline, uint Seed)
{
    /// <summary>Tiles of cloth round an average trunk: about 1 m of girth over tiles of a third.</summary>
    private const float TilesRound = 3;

    /// <summary>Tiles of cloth over the texture's height, some 0.73 m.</summary>
    private const float TilesDown = 2.25f;

    public static TrunkPainter Draw(RandomSource random, Fabric cloth, Vec3 skin)
    {
        var front = cloth.Pattern == Pattern.Plain ? (Front)random.Below(6) : random.Chance(0.3f) ? Front.Buttons : Front.Bare;
        return new(cloth, Palette.Cloth(random), skin, front, random.Between(0.035f, 0.10f), random.Next());
    }

    /// <summary>Colour at (u, v): u goes from the left side over the front (1/4) and the right side to the back (3/4).</summary>
    public Vec3 At(float u, float v)
    {
        // Metres from the front's middle line, on a trunk of average girth.
        var x = (u - 0.25f) * 1.0f;
        var onFront = u < 0.5f;
        var neck = onFront ? Neckline : 0.02f;
        var below = v - neck + x * x * 9;
        var colour = Cloth.At(u * TilesRound, v * TilesDown);
        if (onFront)
            colour = FrontAt(x, v, colour);
        colour *= Shade(u, v) * (0.82f + 0.18f * Trig.Smooth(0.030f, 0.034f, below));
        return Vec3.Mix(Skin, colour, Trig.Smooth(0.013f, 0.019f, below));
    }

    private Vec3 FrontAt(float x, float v, Vec3 cloth) => Front switch
    {
        Front.Print when MathF.Abs(x) < 0.11f && v is > 0.20f and < 0.48f => PrintAt(x, v, cloth),
        Front.Buttons when MathF.Abs(x) < 0.003f => cloth * 0.7f,
        Front.Buttons when MathF.Abs(x - 0.008f) < 0.006f && (v * 9 - MathF.Floor(v * 9)) < 0.12f => Lining,
        Front.Zip when MathF.Abs(x) < 0.007f => Lining * 0.6f,
        Front.OpenJacket when MathF.Abs(x) < 0.02f + 0.07f * Trig.Smooth(0.75f, 0.05f, v) => Lining,
        Front.OpenJacket when MathF.Abs(x) < 0.045f + 0.07f * Trig.Smooth(0.75f, 0.05f, v) => cloth * 0.78f,
        Front.Tie when MathF.Abs(x) < 0.012f + 0.03f * v && v < 0.80f => Lining,
        _ => cloth,
    };

    /// <summary>A blot with rough letters under it: what most T-shirts come to from across a room.</summary>
    private Vec3 PrintAt(float x, float v, Vec3 cloth)
    {
        var blot = Trig.Bell(x / 0.10f) + 0.5f * Noise.Fractal(x * 30, v * 24, Seed);
        if (v < 0.40f)
            return blot > 0.35f ? Lining : cloth;
        var letter = Noise.Cell((int)((x + 1) * 90), (int)(v * 110), Seed);
        return v > 0.415f && v < 0.46f && letter > 0.45f ? Lining : cloth;
    }

    /// <summary>Folds that a mesh is too coarse for: slanting from the armpits, gathered at the waist; and dark under the arms.</summary>
    private float Shade(float u, float v)
    {
        var slant = MathF.Abs(u < 0.5f ? u - 0.25f : u - 0.75f) * 4;
        var folds = Noise.Fractal(u * 14 + slant * v * 2, v * 9 - slant * 2, Seed + 3);
        var side = Trig.Bell((slant - 1) * 2.2f);
        return 1 + 0.10f * folds - 0.16f * side * Trig.Smooth(0.10f, 0.25f, v);
    }
}
