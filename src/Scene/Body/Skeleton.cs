using Scene.Geometry;

namespace Scene.Body;

/// <summary>A body's bones: at rest (upright, arms straight down, facing front, on the ground) and, after <see cref="Take"/>, in a posture.</summary>
internal sealed class Skeleton
{
    public const int BoneCount = 15;

    private readonly Proportions _body;
    private readonly Vec3[] _rest = new Vec3[BoneCount];
    private readonly Vec3[] _joint = new Vec3[BoneCount];
    private readonly Basis[] _turn = new Basis[BoneCount];

    public Skeleton(Proportions body)
    {
        _body = body;
        Place(Bone.Pelvis, 0, body.HipHeight, 0);
        Place(Bone.Chest, 0, body.ChestHeight, 0);
        Place(Bone.Head, 0, body.NeckTopHeight, 0);
        for (var side = 0; side < 2; side++)
        {
            var (arm, leg, x) = (3 + 3 * side, 9 + 3 * side, side == 0 ? 1 : -1);
            Place((Bone)arm, x * body.ShoulderReach, body.ShoulderHeight, 0);
            Place((Bone)(arm + 1), x * body.ShoulderReach, body.ShoulderHeight - body.UpperArm, 0);
            Place((Bone)(arm + 2), x * body.ShoulderReach, body.ShoulderHeight - body.Arm, 0);
            Place((Bone)leg, x * body.HipReach, body.HipHeight, 0);
            Place((Bone)(leg + 1), x * body.HipReach, body.KneeHeight, 0);
            Place((Bone)(leg + 2), x * body.HipReach, body.AnkleHeight, 0);
        }
    }

    /// <summary>Where a bone begins, in the world.</summary>
    public Vec3 Joint(Bone bone) => _joint[(int)bone];

    public Basis Turn(Bone bone) => _turn[(int)bone];

    /// <summary>Where a point of the body at rest is now, if it is fixed to <paramref name="bone"/>.</summary>
    public Vec3 Carry(Bone bone, Vec3 atRest) => _joint[(int)bone] + _turn[(int)bone].Rotate(atRest - _rest[(int)bone]);

    public void Take(Posture posture)
    {
        var ground = Basis.Yaw(posture.Heading);
        var pelvis = ground * posture.PelvisTurn;
        Set(Bone.Pelvis, posture.Ground + ground.Rotate(posture.Pelvis), pelvis);

        var chest = pelvis * posture.SpineTurn;
        var half = (_body.ChestHeight - _body.HipHeight) / 2;
        Set(Bone.Chest, Joint(Bone.Pelvis) + pelvis.Y * half + chest.Y * half, chest);
        Set(Bone.Head, Carry(Bone.Chest, _rest[(int)Bone.Head]), chest * posture.HeadTurn);

        TakeArm(Bone.LeftUpperArm, posture.LeftArm, 1);
        TakeArm(Bone.RightUpperArm, posture.RightArm, -1);
        TakeLeg(Bone.LeftThigh, posture.LeftLeg, posture.Ground, ground);
        TakeLeg(Bone.RightThigh, posture.RightLeg, posture.Ground, ground);
    }

    private void TakeArm(Bone upper, ArmAim aim, float side)
    {
        var chest = Turn(Bone.Chest);
        // A raised arm takes the collar bone with it.
        var shrug = Trig.Smooth(-0.3f, 0.9f, aim.Wrist.Y) * 0.022f * _body.Stature;
        var shoulder = Carry(Bone.Chest, _rest[(int)upper]) + chest.Y * shrug;
        var wrist = shoulder + chest.Rotate(aim.Wrist.Mirrored(side)) * _body.Arm;
        var chain = TwoBoneChain.Reach(shoulder, wrist, _body.UpperArm, _body.Forearm, chest.Rotate(aim.Elbow.Mirrored(side)), -1);
        Set(upper, shoulder, chain.Upper);
        Set(upper + 1, chain.Middle, chain.Lower);
        Set(upper + 2, chain.End, chain.Lower * Basis.Yaw(-side * aim.Roll));
    }

    private void TakeLeg(Bone thigh, LegAim aim, Vec3 origin, Basis ground)
    {
        var hip = Carry(Bone.Pelvis, _rest[(int)thigh]);
        var foot = ground * Basis.Yaw(aim.Yaw);
        var ankle = origin + ground.Rotate(aim.Ankle);
        var chain = TwoBoneChain.Reach(hip, ankle, _body.Thigh, _body.Shank, foot.Z + Turn(Bone.Pelvis).Z, 1);
        Set(thigh, hip, chain.Upper);
        Set(thigh + 1, chain.Middle, chain.Lower);
        Set(thigh + 2, chain.End, foot * Basis.Pitch(aim.Pitch));
    }

    private void Place(Bone bone, float x, float y, float z) => _rest[(int)bone] = new(x, y, z);

    private void Set(Bone bone, Vec3 joint, Basis turn) => (_joint[(int)bone], _turn[(int)bone]) = (joint, turn);
}
