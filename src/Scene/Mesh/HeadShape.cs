using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>A head's form, in head heights from the head's centre (midway from chin to crown): a skull with brow, nose, lips and chin pressed in or out.</summary>
/// <param name="Jaw">1 is average; wider above.</param>
/// <param name="Nose">1 is average; longer above.</param>
/// <param name="Cheeks">1 is average; fuller above.</param>
internal readonly record struct HeadShape(float Jaw, float Nose, float Cheeks)
{
    /// <summary>Half breadth and half length of a skull over its height (Farkas, Anthropometry of the Head and Face, 1994).</summary>
    private const float HalfBreadth = 0.345f;
    private const float HalfLength = 0.425f;

    public const float EyeHeight = 0.015f;
    public const float EyeReach = 0.145f;

    public static HeadShape Draw(RandomSource random) =>
        new(random.Between(0.92f, 1.08f), random.Between(0.85f, 1.2f), random.Between(0.9f, 1.1f));

    /// <summary>In the direction whose height is the nose's, -0.105.</summary>
    public Vec3 NoseTip => At(1.782f, 0);

    /// <summary>In the direction whose height and breadth are the eye's.</summary>
    public Vec3 Eye(float side) => At(1.541f, side * 0.434f);

    public static Vec3 Ear(float side) => new(side * 0.365f, -0.02f, -0.01f);

    /// <summary>The surface in a direction.</summary>
    /// <param name="polar">0 at the crown, π below the chin.</param>
    /// <param name="turn">0 to the front, positive to the left, ±π at the back.</param>
    public Vec3 At(float polar, float turn)
    {
        var (ps, pc) = Trig.SinCos(polar);
        var (ts, tc) = Trig.SinCos(turn);
        var y = pc * 0.5f;
        var low = Trig.Smooth(0.02f, -0.5f, y);
        var x = ps * ts * HalfBreadth * (1 + (0.10f * Jaw - 0.20f) * low);
        var z = ps * tc * HalfLength;
        if (tc < 0)
            z *= 1 - 0.45f * low;
        else
            z = z * (0.94f + 0.16f * low) + Relief(x, y) * Trig.Smooth(0, 0.35f, tc * ps);
        return new(x, y, z);
    }

    private float Relief(float x, float y)
    {
        var brow = 0.020f * Trig.Bell(x / 0.26f) * Trig.Bell((y - 0.085f) / 0.06f);
        var sockets = -0.034f * (Trig.Bell((x - EyeReach) / 0.10f) + Trig.Bell((x + EyeReach) / 0.10f)) * Trig.Bell((y - EyeHeight) / 0.075f);
        var ridge = 0.060f * Trig.Bell(x / 0.055f) * Trig.Smooth(0.09f, -0.09f, y) * Trig.Smooth(-0.165f, -0.12f, y);
        var tip = 0.055f * Nose * Trig.Bell(x / 0.085f) * Trig.Bell((y + 0.115f) / 0.065f);
        var lips = 0.022f * Trig.Bell(x / 0.13f) * (Trig.Bell((y + 0.225f) / 0.035f) + Trig.Bell((y + 0.285f) / 0.035f));
        var chin = 0.025f * Trig.Bell(x / 0.14f) * Trig.Bell((y + 0.41f) / 0.09f);
        var cheeks = 0.016f * Cheeks * (Trig.Bell((x - 0.19f) / 0.12f) + Trig.Bell((x + 0.19f) / 0.12f)) * Trig.Bell((y + 0.09f) / 0.12f);
        return brow + sockets + ridge + tip + lips + chin + cheeks;
    }
}
