using Scene.Body;
using Scene.Geometry;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>An arm as it hangs at rest: a sleeve, and the bare arm from inside its end to the wrist.</summary>
internal static class ArmMesh
{
    /// <summary>Half thickness of a bare arm in statures, from the shoulder's cap (0) to the wrist (1) of its length.</summary>
    private static readonly (float Along, float Radius)[] Profile =
    [
        (-0.070f, 0.003f), (-0.060f, 0.014f), (-0.02f, 0.0245f), (0.08f, 0.0280f), (0.25f, 0.0265f), (0.42f, 0.0240f), (0.53f, 0.0230f),
        (0.60f, 0.0240f), (0.70f, 0.0235f), (0.85f, 0.0180f), (0.98f, 0.0150f), (1.03f, 0.0140f),
    ];

    /// <summary>Where an arm's skin begins, above the shoulder joint.</summary>
    private const float Top = -0.070f;

    public static void Add(MeshBuilder mesh, Proportions body, Outfit outfit, float side)
    {
        var sleeve = outfit.SleeveLength;
        mesh.Cover(Surface.Skin);
        mesh.Loft(Rings(body, side, sleeve - 0.06f, 1.03f, 0), new(Bind(body, side), Cloth.Tiles(1)));
        mesh.Cover(Surface.Sleeve);
        mesh.Loft(Rings(body, side, Top, sleeve, outfit.TopLooseness * 0.55f + 0.005f),
            new(Bind(body, side), Cloth.Tiles(1), outfit.TopLooseness * 0.4f + 0.003f));
    }

    private static Ring[] Rings(Proportions body, float side, float from, float to, float loose)
    {
        var rings = new List<Ring>();
        foreach (var (along, _) in Profile)
        {
            if (along >= from && along < to)
                rings.Add(RingAt(along, loose));
        }
        if (from > Top)
            rings.Insert(0, RingAt(from, loose));
        rings.Add(RingAt(to, loose) with { Openness = 0.85f });
        if (loose > 0)
            rings.Add(Shrink(RingAt(to - 0.01f, loose)));
        return [.. rings];

        Ring RingAt(float along, float extra)
        {
            // The shoulder's cap leans to the neck.
            var lean = along < 0.08f ? (0.08f - along) * 0.10f : 0;
            var radius = RadiusAt(along) * body.Stature * (0.35f + 0.65f * body.Girth) + extra * Trig.Smooth(Top, 0.05f, along);
            return Ring.Level(
                side * (body.ShoulderReach - lean * body.Stature), body.ShoulderHeight - along * body.Arm, -0.003f * body.Stature, radius * 0.94f, radius);
        }

        static Ring Shrink(Ring cuff) => cuff with { U = cuff.U * 0.6f, V = cuff.V * 0.6f, Openness = 0.5f };
    }

    private static float RadiusAt(float along)
    {
        var i = 1;
        while (i < Profile.Length - 1 && Profile[i].Along < along)
            i++;
        var (a, b) = (Profile[i - 1], Profile[i]);
        return a.Radius + (b.Radius - a.Radius) * (along - a.Along) / (b.Along - a.Along);
    }

    private static Func<Vec3, Binding> Bind(Proportions body, float side)
    {
        var upper = side > 0 ? Bone.LeftUpperArm : Bone.RightUpperArm;
        var elbow = body.ShoulderHeight - body.UpperArm;
        return place => place.Y > elbow + 0.06f * body.Stature
            ? Cloth.Across(place.Y, body.ShoulderHeight + 0.010f * body.Stature, 0.035f * body.Stature, Bone.Chest, upper)
            : Cloth.Across(place.Y, elbow, 0.024f * body.Stature, upper, upper + 1);
    }
}
