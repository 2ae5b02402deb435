using Scene.Body;
using Scene.Geometry;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>A leg as it stands at rest, in whatever covers it, and its shoe.</summary>
internal static class LegMesh
{
    public static void Add(MeshBuilder mesh, Proportions body, Outfit outfit, float side)
    {
        var thigh = side > 0 ? Bone.LeftThigh : Bone.RightThigh;
        if (outfit.Legwear != Legwear.Trousers)
        {
            mesh.Cover(Surface.Skin);
            mesh.Loft(Rings(body, side, 0.03f, 0), new(place => Bind(place, body, thigh), Cloth.Tiles(1)));
        }
        if (outfit.Legwear != Legwear.Skirt)
        {
            mesh.Cover(Surface.Legwear);
            var loose = outfit.LegwearLooseness;
            mesh.Loft(Rings(body, side, outfit.LegwearHem, loose), new(place => Bind(place, body, thigh), Cloth.Tiles(2), loose * 0.4f + 0.003f));
        }
        AddShoe(mesh, body, side, thigh + 2);
    }

    private static Ring[] Rings(Proportions body, float side, float hem, float loose)
    {
        var h = body.Stature;
        var wide = (0.35f + 0.65f * body.Girth) * h;
        var rings = new List<Ring>
        {
            Level(0.590f, 0.004f, 0.024f, 0.03f, 0.9f), Level(0.560f, 0.002f, 0.037f, 0.048f), Level(0.530f, 0.001f, 0.0435f, 0.054f),
        };
        ReadOnlySpan<(float Y, float Z, float Rx, float Rz)> below =
        [
            (0.470f, 0.002f, 0.0485f, 0.054f), (0.400f, 0.004f, 0.0440f, 0.048f), (0.330f, 0.004f, 0.0365f, 0.039f),
            (0.285f, 0.003f, 0.0320f, 0.035f), (0.245f, -0.002f, 0.0310f, 0.034f), (0.200f, -0.006f, 0.0325f, 0.036f),
            (0.130f, -0.004f, 0.0255f, 0.028f), (0.075f, -0.002f, 0.0195f, 0.022f), (0.050f, -0.001f, 0.0190f, 0.022f), (0.030f, 0, 0.02f, 0.022f),
        ];
        foreach (var (y, z, rx, rz) in below)
        {
            if (y > hem + 0.004f)
                rings.Add(Level(y, z, rx, rz));
        }
        var i = 1;
        while (i < below.Length - 1 && below[i].Y > hem)
            i++;
        rings.Add(Level(hem, below[i].Z, below[i].Rx, below[i].Rz));
        if (loose > 0)
            rings.Add(Level(hem + 0.004f, 0, 0.01f, 0.01f, 0.4f));
        return [.. rings];

        // Under the shirt trousers lie close, or they would come through it.
        Ring Level(float y, float z, float rx, float rz, float openness = 1)
        {
            var ease = y > 0.5f ? 0 : loose;
            return Ring.Level(side * body.HipReach, y * h, z * h, rx * wide + ease, rz * wide + ease, openness);
        }
    }

    private static Binding Bind(Vec3 place, Proportions body, Bone thigh)
    {
        var h = body.Stature;
        if (place.Y > 0.42f * h)
            return Cloth.Across(place.Y, body.HipHeight - 0.005f * h, 0.05f * h, Bone.Pelvis, thigh);
        return place.Y > 0.15f * h
            ? Cloth.Across(place.Y, body.KneeHeight, 0.035f * h, thigh, thigh + 1)
            : thigh + 1;
    }

    private static void AddShoe(MeshBuilder mesh, Proportions body, float side, Bone foot)
    {
        var h = body.Stature;
        mesh.Cover(Surface.Shoe);
        mesh.Loft(
            [
                Part(-0.047f, 0.026f, 0.005f, 0.010f), Part(-0.044f, 0.030f, 0.018f, 0.028f), Part(-0.020f, 0.0315f, 0.0225f, 0.0315f),
                Part(0.010f, 0.030f, 0.0235f, 0.030f), Part(0.040f, 0.023f, 0.0260f, 0.023f), Part(0.075f, 0.0165f, 0.0285f, 0.0165f),
                Part(0.098f, 0.0145f, 0.0235f, 0.0140f), Part(0.110f, 0.0120f, 0.0120f, 0.0090f), Part(0.112f, 0.0120f, 0.001f, 0.001f),
            ],
            new(_ => foot, (place, round) => (round, (place.Z / h + 0.05f) / 0.17f)));

        // U points down, so that the texture's edge columns are the sole.
        Ring Part(float z, float y, float rx, float ry) =>
            new(new Vec3(side * body.HipReach, y * h, z * h), new Vec3(0, -ry * h, 0), new Vec3(rx * h, 0, 0));
    }
}
