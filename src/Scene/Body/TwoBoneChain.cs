using Scene.Geometry;

namespace Scene.Body;

/// <summary>An arm or leg from its root to where its end should be: the law of cosines, bent towards a hint.</summary>
/// <param name="Middle">The elbow or knee.</param>
/// <param name="End">The wrist or ankle: the target, or the nearest point in reach.</param>
/// <param name="Upper">Rotation of the upper bone, whose rest direction is down.</param>
/// <param name="Lower">Rotation of the lower bone.</param>
internal readonly record struct TwoBoneChain(Vec3 Middle, Vec3 End, Basis Upper, Basis Lower)
{
    /// <summary>A limb never quite straightens, so that its hinge keeps an axis.</summary>
    private const float MostStretched = 0.998f;

    /// <param name="root">Shoulder or hip.</param>
    /// <param name="target">Where wrist or ankle should be.</param>
    /// <param name="upper">Length of the upper bone.</param>
    /// <param name="lower">Length of the lower bone.</param>
    /// <param name="hint">Direction in which elbow or knee points.</param>
    /// <param name="front">1 when the hint is the limb's front (a knee), -1 when it is its back (an elbow).</param>
    public static TwoBoneChain Reach(Vec3 root, Vec3 target, float upper, float lower, Vec3 hint, float front)
    {
        var way = target - root;
        var distance = Math.Clamp(way.Length, (upper + lower) * 0.3f, (upper + lower) * MostStretched);
        var direction = way.Normalized();
        var along = (upper * upper - lower * lower + distance * distance) / (2 * distance);
        var bend = hint.Across(direction);
        var middle = root + direction * along + bend * MathF.Sqrt(Math.Max(0, upper * upper - along * along));
        var end = root + direction * distance;
        var hinge = Vec3.Cross(-direction, bend * front).Normalized();
        return new(middle, end, Hang(hinge, middle - root), Hang(hinge, end - middle));
    }

    private static Basis Hang(Vec3 hinge, Vec3 bone)
    {
        var up = -bone.Normalized();
        return new(hinge, up, Vec3.Cross(hinge, up));
    }
}
