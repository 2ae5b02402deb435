using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

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
