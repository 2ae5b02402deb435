using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

/// <summary>What a person does all along: a pure function of time, so that any frame can be drawn first.</summary>
internal interface IMotion
{
    /// <param name="time">Seconds from the scene's beginning; may be negative by part of an exposure.</param>
    /// <param name="posture">Overwritten in full.</param>
    void At(double time, Posture posture);
}

/// <summary>The small movements of a trunk and head that rest. Sums of sines whose periods share no multiple soon.</summary>
internal static class Idle
{
    public static void Sway(double t, Posture posture)
    {
        var breath = Trig.SinTurns(t * 0.27) * 0.012f;
        posture.SpineTurn = Basis.Yaw(Trig.SinTurns(t * 0.061) * 0.10f)
            * Basis.Pitch(0.03f + breath)
            * Basis.Roll(Trig.SinTurns(t * 0.083) * 0.05f);
        posture.HeadTurn = Basis.Yaw(Trig.SinTurns(t * 0.117) * 0.30f + Trig.SinTurns(t * 0.191 + 0.3) * 0.15f)
            * Basis.Pitch(0.05f + Trig.SinTurns(t * 0.143) * 0.09f)
            * Basis.Roll(Trig.SinTurns(t * 0.097) * 0.06f);
    }
}

/// <summary>Standing about: weight from one leg to the other, a look to the side, breath.</summary>
internal sealed class Stay(Proportions body, Vec3 place, float heading, float pace) : IMotion
{
    public void At(double time, Posture posture)
    {
        posture.Stand(body, place, heading);
        var t = time * pace;
        var shift = Trig.SinTurns(t * 0.07);
        posture.Pelvis += new Vec3(shift * 0.025f, -0.006f * shift * shift, Trig.SinTurns(t * 0.11) * 0.008f);
        posture.PelvisTurn = Basis.Yaw(Trig.SinTurns(t * 0.05) * 0.12f) * Basis.Roll(shift * 0.03f);
        Idle.Sway(t, posture);
        posture.LeftLeg = posture.LeftLeg with { Ankle = posture.LeftLeg.Ankle + new Vec3(0.03f, 0, 0.05f) };
    }
}
