using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

/// <summary>Sitting on a chair of a given seat height, hands on the thighs.</summary>
internal sealed class Sit(Proportions body, Vec3 place, float heading, float seatHeight, float pace) : IMotion
{
    public void At(double time, Posture posture)
    {
        posture.Stand(body, place, heading);
        var t = time * pace;
        // The hip joint lies a thigh's half thickness above the seat.
        var hip = seatHeight + 0.055f * body.Stature;
        posture.Pelvis = new(Trig.SinTurns(t * 0.05) * 0.01f, hip, 0);
        posture.PelvisTurn = Basis.Pitch(-0.12f);
        Idle.Sway(t, posture);
        posture.SpineTurn = Basis.Pitch(0.10f + Trig.SinTurns(t * 0.037) * 0.05f) * posture.SpineTurn;

        var reach = 0.90f * body.Thigh;
        posture.LeftLeg = new(new(body.HipReach * 1.5f, body.AnkleHeight, reach), 0, 0.15f);
        posture.RightLeg = new(new(body.HipReach * -1.5f, body.AnkleHeight, reach * 0.92f), 0, -0.15f);
        posture.LeftArm = Resting(Trig.SinTurns(t * 0.071) * 0.03f);
        posture.RightArm = Resting(Trig.SinTurns(t * 0.089) * 0.03f);
    }

    private static ArmAim Resting(float fidget) => new(new(-0.02f, -0.66f + fidget, 0.48f + fidget), new(0.7f, -0.3f, -1), 0.9f);
}
