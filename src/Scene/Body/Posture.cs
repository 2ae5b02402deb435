using Scene.Geometry;

namespace Scene.Body;

/// <summary>What a person intends, before joints are worked out: where hips, hands and feet are to be.</summary>
/// <remarks>Lengths are metres in the person's own frame (x left, y up, z front, origin on the ground below), angles radians.</remarks>
internal sealed class Posture
{
    /// <summary>The point on the ground that the person stands over, in the world.</summary>
    public Vec3 Ground;

    /// <summary>0 faces the camera's side of the world; positive turns left.</summary>
    public float Heading;

    public Vec3 Pelvis;
    public Basis PelvisTurn;

    /// <summary>Rotation of the chest against the pelvis.</summary>
    public Basis SpineTurn;

    /// <summary>Rotation of the head against the chest.</summary>
    public Basis HeadTurn;

    public ArmAim LeftArm, RightArm;
    public LegAim LeftLeg, RightLeg;

    /// <summary>Upright, arms hanging, feet together, at a place and heading.</summary>
    public void Stand(Proportions body, Vec3 ground, float heading)
    {
        (Ground, Heading) = (ground, heading);
        Pelvis = new(0, body.HipHeight - 0.003f * body.Stature, 0);
        PelvisTurn = SpineTurn = HeadTurn = Basis.Identity;
        LeftArm = ArmAim.Hanging;
        RightArm = ArmAim.Hanging;
        LeftLeg = LegAim.At(new(body.HipReach * 1.15f, body.AnkleHeight, -0.02f), 0.12f);
        RightLeg = LegAim.At(new(body.HipReach * -1.15f, body.AnkleHeight, -0.02f), -0.12f);
    }
}

/// <summary>Where a hand is to be.</summary>
/// <param name="Wrist">From the shoulder, in arm lengths, in the chest's frame with x pointing away from the body's midline on either side.</param>
/// <param name="Elbow">The direction in which the elbow points, in that frame.</param>
/// <param name="Roll">Turn of the hand about the forearm; 0 has the palm towards the body, positive turns it to the front.</param>
internal readonly record struct ArmAim(Vec3 Wrist, Vec3 Elbow, float Roll)
{
    public static readonly ArmAim Hanging = new(new(0.16f, -0.955f, 0.06f), new(0.35f, 0, -1), -0.5f);

    public static ArmAim Mix(ArmAim a, ArmAim b, float t) =>
        new(Vec3.Mix(a.Wrist, b.Wrist, t), Vec3.Mix(a.Elbow, b.Elbow, t), a.Roll + (b.Roll - a.Roll) * t);
}

/// <summary>Where a foot is to be.</summary>
/// <param name="Ankle">In the person's frame.</param>
/// <param name="Pitch">Toes down is positive.</param>
/// <param name="Yaw">Toes to the left is positive.</param>
internal readonly record struct LegAim(Vec3 Ankle, float Pitch, float Yaw)
{
    public static LegAim At(Vec3 ankle, float yaw) => new(ankle, 0, yaw);
}
