using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

/// <summary>What the hands do now and then on top of a motion.</summary>
internal enum GestureKind : byte { None, Wave, Talk, Phone, FoldArms, HandsOnHips, TouchFace, LookAtPhone }

/// <summary>One gesture, made over and over: for a while, then not for a while.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Period">Seconds from one beginning to the next.</param>
/// <param name="Share">Share of the period that it lasts.</param>
/// <param name="Phase">Of a period, at time 0.</param>
/// <param name="LeftHanded">One-handed gestures are made with the left.</param>
internal readonly record struct Gesture(GestureKind Kind, float Period, float Share, float Phase, bool LeftHanded)
{
    public void Apply(double time, Posture posture)
    {
        var turns = time / Period + Phase;
        var p = (float)(turns - Math.Floor(turns));
        // A hand takes about a tenth of the period to come up, and to go down.
        var weight = Trig.Smooth(0, 0.1f, p) * Trig.Smooth(Share + 0.1f, Share, p);
        if (weight <= 0 || Kind == GestureKind.None)
            return;

        posture.LeftArm = ArmAim.Mix(posture.LeftArm, Aim(time, LeftHanded, posture.LeftArm), weight);
        posture.RightArm = ArmAim.Mix(posture.RightArm, Aim(time, !LeftHanded, posture.RightArm), weight);
        if (Kind == GestureKind.LookAtPhone)
            posture.HeadTurn *= Basis.Pitch(0.35f * weight);
    }

    /// <param name="time">Seconds.</param>
    /// <param name="leading">The hand that makes the gesture, or makes more of it.</param>
    /// <param name="rest">What the arm does otherwise.</param>
    private ArmAim Aim(double time, bool leading, ArmAim rest) => Kind switch
    {
        GestureKind.Wave when leading => Waving(Trig.SinTurns(time * 1.6)),
        GestureKind.Talk => Talking(time, leading ? 0 : 0.37),
        GestureKind.Phone when leading => new(new(-0.10f, 0.13f, 0.24f), new(0.75f, -1, 0.15f), 0.2f),
        GestureKind.TouchFace when leading => new(new(-0.24f, -0.02f, 0.42f), new(0.6f, -1, 0.2f), 0.3f),
        GestureKind.LookAtPhone when leading => new(new(-0.12f, -0.34f, 0.52f), new(0.6f, -0.8f, -0.5f), -0.9f),
        GestureKind.FoldArms => new(new(leading ? -0.50f : -0.44f, leading ? -0.40f : -0.47f, 0.34f), new(0.9f, -0.7f, 0.1f), 0.2f),
        GestureKind.HandsOnHips => new(new(0.12f, -0.78f, 0.05f), new(1, 0, -0.55f), 1.2f),
        _ => rest,
    };

    private static ArmAim Waving(float swing) =>
        new(new(0.42f + 0.20f * swing, 0.42f - 0.04f * MathF.Abs(swing), 0.28f), new(0.8f, -1, -0.1f), 1.5f);

    private static ArmAim Talking(double time, double offset)
    {
        var (a, b) = (Trig.SinTurns(time * 0.61 + offset), Trig.SinTurns(time * 0.83 + 2 * offset));
        return new(new(0.10f + 0.10f * b, -0.48f + 0.12f * a, 0.50f + 0.08f * b), new(0.45f, -0.6f, -0.9f), -0.6f + 0.4f * a);
    }
}
