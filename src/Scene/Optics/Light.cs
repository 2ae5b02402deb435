using Scene.Geometry;

namespace Scene.Optics;

/// <summary>One lamp or sun, far away, and light from all round.</summary>
/// <param name="Towards">Direction from the scene to the lamp; length 1, y above 0.</param>
/// <param name="Key">Strength of the lamp.</param>
/// <param name="Sky">Light from above.</param>
/// <param name="Bounce">Light from below.</param>
/// <param name="Shadow">How dark a cast shadow is, 0..1.</param>
/// <param name="ShadowBlur">Passes of blur that a cast shadow gets.</param>
internal sealed record Light(Vec3 Towards, float Key, float Sky, float Bounce, float Shadow, int ShadowBlur)
{
    /// <summary>Gain of an R'G'B' value on a surface that faces <paramref name="normal"/>; about 1 for full light.</summary>
    /// <remarks>The square root stands for the camera's gamma: signals multiply after it as light does before.</remarks>
    public float Gain(Vec3 normal)
    {
        // Light wraps a quarter past the edge of night: skin and cloth scatter it.
        var key = Math.Max(0, (Vec3.Dot(normal, Towards) + 0.25f) * 0.8f);
        var around = Bounce + (Sky - Bounce) * (normal.Y * 0.5f + 0.5f);
        return MathF.Sqrt(key * Key + around);
    }

    public static Light Sun(RandomSource random)
    {
        var overcast = random.Chance(0.4f);
        return overcast
            ? new(Aim(random, 1.6f), random.Between(0.2f, 0.4f), random.Between(0.85f, 1.1f), 0.45f, 0.25f, 6)
            : new(Aim(random, random.Between(0.7f, 1.6f)), random.Between(0.8f, 1.1f), random.Between(0.45f, 0.65f), 0.30f, 0.55f, 1);
    }

    public static Light Lamp(RandomSource random) =>
        new(Aim(random, random.Between(0.6f, 1.8f)), random.Between(0.3f, 0.7f), random.Between(0.6f, 0.9f), random.Between(0.32f, 0.5f), random.Between(0.2f, 0.35f), 5);

    private static Vec3 Aim(RandomSource random, float height) =>
        new Vec3(random.Between(-1, 1), height, random.Between(-0.3f, 1)).Normalized();
}
