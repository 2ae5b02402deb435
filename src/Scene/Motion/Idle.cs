using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

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
