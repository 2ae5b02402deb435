using Scene.Geometry;
using Scene.Mesh;

namespace Scene.Look;

/// <summary>The face's texture: skin, eyes, brows, nostrils, mouth, and beard or glasses where there are any.</summary>
/// <param name="Skin">Skin colour.</param>
/// <param name="Hair">Colour of brows and beard.</param>
/// <param name="Iris">Colour of the eyes.</param>
/// <param name="Beard">0 is shaven, 0.4 stubble, 1 a full beard.</param>
/// <param name="Lips">How red the lips are, 0..1.</param>
/// <param name="Brows">Half thickness of the brows, head heights.</param>
/// <param name="Glasses">Half thickness of the frame, head heights; 0 wears none.</param>
/// <param name="Shaven">The forehead shows no hair.</param>
/// <param name="Seed">Of its mottles.</param>
internal sealed record FacePainter(Vec3 Skin, Vec3 Hair, Vec3 Iris, float Beard, float Lips, float Brows, float Glasses, bool Shaven, uint Seed)
{
    private static readonly Vec3[] IrisColours = [Palette.Rgb(0x2A1A12), Palette.Rgb(0x4A2F1B), Palette.Rgb(0x5A6A3A), Palette.Rgb(0x4A6A8A)];

    public static FacePainter Draw(RandomSource random, Vec3 skin, Vec3 hair, Outfit outfit) => new(
        skin,
        hair * 0.8f,
        random.Pick<Vec3>(IrisColours),
        outfit.Feminine || random.Chance(0.5f) ? 0 : random.Between(0.2f, 1),
        outfit.Feminine ? random.Between(0.4f, 1) : random.Between(0.15f, 0.4f),
        outfit.Feminine ? 0.010f : random.Between(0.012f, 0.018f),
        random.Chance(0.2f) ? random.Between(0.006f, 0.012f) : 0,
        outfit.Hair is HairStyle.Bald or HairStyle.Buzz,
        random.Next());

    /// <summary>Colour at (u, v) of the texture.</summary>
    public Vec3 At(float u, float v)
    {
        var x = (u - 0.5f) * HeadMesh.TextureWidth;
        var y = (0.5f - v) * HeadMesh.TextureHeight;
        var side = MathF.Abs(x);
        var colour = SkinAt(x, y, side);
        colour = BeardAt(x, y, side, colour);
        colour = MouthAt(x, y, colour);
        colour = EyeAt(x, y, side, colour);
        return GlassesAt(y, side, colour);
    }

    private Vec3 SkinAt(float x, float y, float side)
    {
        var mottle = 1 + 0.035f * Noise.Fractal(x * 22, y * 22, Seed);
        var socket = 0.17f * Oval(side - HeadShape.EyeReach, y - 0.02f, 0.105f, 0.075f);
        var nostril = 0.55f * Oval(side - 0.030f, y + 0.145f, 0.020f, 0.011f);
        var wing = 0.14f * Oval(side - 0.068f, y + 0.125f, 0.020f, 0.035f);
        var bridge = 0.10f * Oval(side - 0.05f, y - 0.01f, 0.03f, 0.08f);
        var underNose = 0.12f * Oval(x, y + 0.168f, 0.07f, 0.022f);
        var underLip = 0.13f * Oval(x, y + 0.325f, 0.08f, 0.022f);
        var cheekbone = -0.04f * Oval(side - 0.19f, y + 0.06f, 0.08f, 0.06f);
        var flush = 0.045f * (Oval(side - 0.19f, y + 0.12f, 0.11f, 0.09f) + Oval(x, y + 0.11f, 0.07f, 0.05f));
        var dark = 1 - socket - nostril - wing - bridge - underNose - underLip - cheekbone;
        return Skin * (mottle * dark) * new Vec3(1 + flush, 1 - 0.4f * flush, 1 - 0.4f * flush);
    }

    private Vec3 BeardAt(float x, float y, float side, Vec3 under)
    {
        if (Beard == 0)
            return under;
        var jaw = Trig.Smooth(-0.10f, -0.24f, y - 0.35f * Trig.Smooth(0.20f, 0.34f, side));
        var moustache = Oval(x, y + 0.185f, 0.15f, 0.05f);
        var grain = 0.85f + 0.25f * Noise.Fractal(x * 60, y * 40, Seed + 5);
        return Vec3.Mix(under, Hair, Math.Clamp(Math.Max(jaw, moustache) * Beard * grain, 0, 0.92f));
    }

    private Vec3 MouthAt(float x, float y, Vec3 under)
    {
        var bow = 0.010f * Trig.Bell(x / 0.04f) - 0.012f * x * x * 60;
        var middle = y + 0.256f - 0.45f * x * x;
        var lips = Trig.Smooth(0.036f, 0.022f, MathF.Abs(middle) - bow) * Trig.Smooth(0.125f, 0.105f, MathF.Abs(x));
        var red = Skin * new Vec3(0.92f, 0.62f - 0.15f * Lips, 0.60f - 0.12f * Lips);
        var colour = Vec3.Mix(under, red, lips * (0.55f + 0.45f * Lips));
        var gap = Trig.Smooth(0.011f, 0.004f, MathF.Abs(middle)) * Trig.Smooth(0.125f, 0.10f, MathF.Abs(x));
        return colour * (1 - 0.6f * gap);
    }

    private Vec3 EyeAt(float x, float y, float side, Vec3 under)
    {
        var (dx, dy) = (side - HeadShape.EyeReach, y - HeadShape.EyeHeight);
        var lid = 0.030f * (1 - dx * dx / (0.072f * 0.072f));
        var colour = Vec3.Mix(under, Hair, 0.9f * Brow(dx, dy));
        if (dy < lid + 0.014f && dy > lid - 0.006f && lid > 0)
            colour *= 0.35f;
        if (lid <= 0 || dy > lid || dy < -0.75f * lid)
            return colour;

        var radius = MathF.Sqrt(dx * dx + (dy - 0.002f) * (dy - 0.002f));
        if (radius < 0.012f)
            return new(0.03f, 0.03f, 0.03f);
        if (radius < 0.029f)
            return Iris * (dx * MathF.Sign(x) is > 0.008f and < 0.016f && dy > 0.004f ? 2.5f : 1);
        return new Vec3(0.86f, 0.83f, 0.80f) * (0.72f + 0.28f * Trig.Smooth(0.024f, 0, dy));
    }

    private float Brow(float dx, float dy)
    {
        var arch = dy - 0.085f + 0.9f * (dx - 0.02f) * (dx - 0.02f);
        return Trig.Smooth(Brows * 1.7f, Brows * 0.6f, MathF.Abs(arch)) * Trig.Smooth(0.098f, 0.07f, MathF.Abs(dx));
    }

    private Vec3 GlassesAt(float y, float side, Vec3 under)
    {
        if (Glasses == 0)
            return under;
        var (dx, dy) = (MathF.Abs(side - 0.145f) / 0.10f, MathF.Abs(y - 0.005f) / 0.078f);
        var rim = MathF.Sqrt(MathF.Sqrt(dx * dx * dx * dx + dy * dy * dy * dy)) - 1;
        var frame = MathF.Abs(rim) < Glasses * 11 || (MathF.Abs(y - 0.03f) < Glasses && (side < 0.045f || side > 0.245f));
        if (frame)
            return new(0.08f, 0.07f, 0.07f);
        return rim < 0 ? under * 0.93f : under;
    }

    /// <summary>1 in the middle of an oval, falling smoothly to 0 at its edge.</summary>
    private static float Oval(float dx, float dy, float rx, float ry)
    {
        var q = Math.Max(0, 1 - dx * dx / (rx * rx) - dy * dy / (ry * ry));
        return q * q * (3 - 2 * q);
    }
}
