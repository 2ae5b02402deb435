using Scene.Body;
using Scene.Geometry;

namespace Scene.Motion;

/// <summary>Walking round a path. Feet are planted during stance and carried over during swing; the legs follow by reach, so nobody skates.</summary>
/// <param name="body">Whose legs.</param>
/// <param name="path">Where.</param>
/// <param name="speed">Metres a second; 0.8 strolls, 1.7 hurries.</param>
/// <param name="start">Metres along the path at time 0.</param>
internal sealed class Walk(Proportions body, WalkPath path, float speed, float start) : IMotion
{
    /// <summary>Share of a step cycle that a foot is on the ground (Perry, Gait Analysis, ch. 1: 60 to 62 %).</summary>
    private const float Stance = 0.61f;

    /// <summary>The foot lands less far ahead of the hip than it is left behind: shares of half the way that it stands.</summary>
    private const float Ahead = 0.76f;
    private const float Behind = 1.24f;

    /// <summary>The ankle comes forward over the ball of the foot at the end of stance, metres.</summary>
    private const float RollOver = 0.03f;

    /// <summary>Two steps, metres: longer for longer legs and greater speed, as the square root (Grieve 1968).</summary>
    private readonly float _stride = 0.80f * body.Stature * MathF.Sqrt(speed / 1.35f);

    public void At(double time, Posture posture)
    {
        var distance = start + speed * time;
        var (place, heading) = path.At(distance);
        posture.Stand(body, place, heading);

        var phase = distance / _stride;
        var left = Trig.SinTurns(phase + 0.16);
        Trunk(posture, phase, left);
        posture.LeftLeg = Leg(phase, body.HipReach * 0.8f);
        posture.RightLeg = Leg(phase + 0.5, body.HipReach * -0.8f);
        posture.LeftArm = Arm(-left);
        posture.RightArm = Arm(left);
    }

    private void Trunk(Posture posture, double phase, float left)
    {
        var bob = Trig.SinTurns(2 * phase - 0.29) * 0.014f * body.Stature;
        var sway = Trig.SinTurns(phase) * 0.012f * body.Stature;
        posture.Pelvis = new(sway, body.HipHeight - 0.014f * body.Stature + bob, 0);
        posture.PelvisTurn = Basis.Yaw(left * -0.09f) * Basis.Roll(Trig.SinTurns(phase) * 0.04f);
        posture.SpineTurn = Basis.Yaw(left * 0.17f) * Basis.Pitch(0.05f) * Basis.Roll(Trig.SinTurns(phase) * -0.05f);
        posture.HeadTurn = Basis.Yaw(left * -0.07f + 0.3f * Trig.SinTurns(phase * 0.071)) * Basis.Pitch(0.03f);
    }

    private LegAim Leg(double phase, float x)
    {
        var p = (float)(phase - Math.Floor(phase));
        var reach = _stride * Stance / 2;
        return p < Stance ? Planted(p / Stance, x, reach) : Swinging((p - Stance) / (1 - Stance), x, reach);
    }

    /// <summary>Heel first, then flat, then up on the ball of the foot.</summary>
    private LegAim Planted(float p, float x, float reach)
    {
        var strike = 1 - Trig.Smooth(0, 0.15f, p);
        var push = Trig.Smooth(0.6f, 1, p);
        var lift = push * 0.055f + strike * 0.008f;
        return new(new(x, body.AnkleHeight + lift * body.Stature, reach * (Ahead - 2 * p) + push * RollOver), push * 0.75f - strike * 0.35f, 0);
    }

    private LegAim Swinging(float p, float x, float reach)
    {
        var lift = 0.055f * (1 - p) + 0.008f * p + 0.055f * Trig.Bell(p * 1.6f - 0.6f);
        var (from, to) = (RollOver - Behind * reach, Ahead * reach);
        var z = from + (to - from) * Trig.Smooth(0, 1, p);
        return new(new(x, body.AnkleHeight + lift * body.Stature, z), 0.75f - 1.1f * Trig.Smooth(0, 0.75f, p), 0);
    }

    private ArmAim Arm(float swing)
    {
        var (sin, cos) = Trig.SinCos(swing * 0.30f * speed + 0.06f);
        var bend = 0.93f - 0.05f * swing;
        return new(new(0.15f, -cos * bend, sin * bend), new(0.25f, -0.1f, -1), -0.35f);
    }
}
