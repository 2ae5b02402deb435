namespace Scene.Body;

/// <summary>The rigid parts that a body's skin follows. Each begins at the joint that its name's remark tells.</summary>
internal enum Bone : byte
{
    /// <summary>Middle of the hip line.</summary>
    Pelvis,

    /// <summary>Below the breastbone.</summary>
    Chest,

    /// <summary>Top of the neck.</summary>
    Head,

    LeftUpperArm, LeftForearm, LeftHand,
    RightUpperArm, RightForearm, RightHand,
    LeftThigh, LeftShank, LeftFoot,
    RightThigh, RightShank, RightFoot,
}

/// <summary>The two bones that a stretch of skin lies over, and how much it follows the first; the second has the rest.</summary>
internal readonly record struct Binding(Bone First, Bone Second, float Weight)
{
    public static implicit operator Binding(Bone bone) => new(bone, bone, 1);
}
