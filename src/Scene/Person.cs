using Scene.Body;
using Scene.Geometry;
using Scene.Look;
using Scene.Mesh;
using Scene.Motion;
using Scene.Staging;

namespace Scene;

/// <summary>One person of a scene: body, clothes and part, and the body in the posture of a moment.</summary>
internal sealed class Person
{
    private readonly Role _role;
    private readonly HeadShape _head;
    private readonly Posture _posture = new();

    public Person(byte id, Role role, RandomSource random, ColourProfile profile, Detail detail)
    {
        (Id, _role) = (id, role);
        _head = HeadShape.Draw(random);
        var outfit = Outfit.Draw(random, role.Feminine, role.Motion is Sit);
        Wardrobe = new(random, outfit, profile, detail);
        Mesh = PersonMesh.Build(role.Body, _head, outfit, detail, random.Next());
        Skeleton = new(role.Body);
    }

    public byte Id { get; }

    public BodyMesh Mesh { get; }

    public Wardrobe Wardrobe { get; }

    /// <summary>In the posture that <see cref="TakePosture"/> took last.</summary>
    public Skeleton Skeleton { get; }

    public Proportions Body => _role.Body;

    public void TakePosture(double time)
    {
        _role.Motion.At(time, _posture);
        _role.Gesture.Apply(time, _posture);
        Skeleton.Take(_posture);
    }

    /// <summary>The 17 COCO keypoints in the world, and how thick the body is over each: a point that far under its own surface still shows.</summary>
    public (Vec3 Place, float Thickness) Keypoint(int index) => index switch
    {
        0 => (OnHead(_head.NoseTip), 0.03f),
        1 => (OnHead(_head.Eye(1)), 0.03f),
        2 => (OnHead(_head.Eye(-1)), 0.03f),
        3 => (OnHead(HeadShape.Ear(1)), 0.05f),
        4 => (OnHead(HeadShape.Ear(-1)), 0.05f),
        5 => (Skeleton.Joint(Bone.LeftUpperArm), 0.14f),
        6 => (Skeleton.Joint(Bone.RightUpperArm), 0.14f),
        7 => (Skeleton.Joint(Bone.LeftForearm), 0.09f),
        8 => (Skeleton.Joint(Bone.RightForearm), 0.09f),
        9 => (Skeleton.Joint(Bone.LeftHand), 0.07f),
        10 => (Skeleton.Joint(Bone.RightHand), 0.07f),
        11 => (Skeleton.Joint(Bone.LeftThigh), 0.19f),
        12 => (Skeleton.Joint(Bone.RightThigh), 0.19f),
        13 => (Skeleton.Joint(Bone.LeftShank), 0.11f),
        14 => (Skeleton.Joint(Bone.RightShank), 0.11f),
        15 => (Skeleton.Joint(Bone.LeftFoot), 0.09f),
        _ => (Skeleton.Joint(Bone.RightFoot), 0.09f),
    };

    private Vec3 OnHead(Vec3 inHead) => Skeleton.Carry(Bone.Head, HeadMesh.ToBody(inHead, Body));
}
