using Scene.Geometry;

namespace Scene.Body;

/// <summary>A body's measures, in metres. Joint heights and lengths are Drillis and Contini's fractions of stature (1966).</summary>
/// <param name="Stature">Sole to crown.</param>
/// <param name="Girth">1 for a slim adult; scales the widths of trunk and limbs.</param>
/// <param name="ShoulderWidth">1 for the average man; scales the trunk's upper part.</param>
/// <param name="HipWidth">1 for the average man; scales the trunk's lower part.</param>
/// <param name="HeadHeight">Chin to crown.</param>
internal sealed record Proportions(float Stature, float Girth, float ShoulderWidth, float HipWidth, float HeadHeight)
{
    public float AnkleHeight => 0.039f * Stature;
    public float KneeHeight => 0.285f * Stature;
    public float HipHeight => 0.530f * Stature;
    public float ChestHeight => 0.720f * Stature;
    public float ShoulderHeight => 0.815f * Stature;
    public float NeckTopHeight => Stature - 0.92f * HeadHeight;
    public float HeadCentreHeight => Stature - 0.5f * HeadHeight;

    /// <summary>Midline to shoulder joint.</summary>
    public float ShoulderReach => 0.103f * Stature * ShoulderWidth;

    /// <summary>Midline to hip joint.</summary>
    public float HipReach => 0.052f * Stature * HipWidth;

    public float UpperArm => 0.180f * Stature;
    public float Forearm => 0.148f * Stature;
    public float Arm => UpperArm + Forearm;
    public float Thigh => HipHeight - KneeHeight;
    public float Shank => KneeHeight - AnkleHeight;

    /// <summary>An adult, or now and then a child, whose head is larger for the body.</summary>
    public static Proportions Draw(RandomSource random, bool feminine)
    {
        var child = random.Chance(0.08f);
        var stature = child ? random.Between(1.15f, 1.45f) : random.Between(1.60f, 1.86f) - (feminine ? 0.08f : 0);
        var girth = random.Between(0.92f, 1.12f) + (random.Chance(0.2f) ? random.Between(0, 0.25f) : 0);
        return new(
            stature,
            girth,
            feminine ? random.Between(0.88f, 0.96f) : random.Between(0.97f, 1.08f),
            feminine ? random.Between(1.02f, 1.12f) : random.Between(0.93f, 1.03f),
            child ? random.Between(0.195f, 0.21f) : stature * random.Between(0.128f, 0.138f));
    }
}
