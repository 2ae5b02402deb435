using Scene.Body;
using Scene.Geometry;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>Trunk and neck, and the skirt of whoever wears one.</summary>
internal static class TrunkMesh
{
    /// <summary>Top of the trunk's texture, in statures; it ends a hem's length below the hips.</summary>
    public const float TextureTop = 0.86f;
    public const float TextureBottom = 0.44f;

    public static void Add(MeshBuilder mesh, Proportions body, Outfit outfit)
    {
        mesh.Cover(Surface.Trunk);
        mesh.Loft(Rings(body, outfit), new(
            place => Bind(place, body),
            (place, round) => (round, (TextureTop - place.Y / body.Stature) / (TextureTop - TextureBottom)),
            outfit.TopLooseness * 0.35f + 0.003f));
        AddNeck(mesh, body);
        if (outfit.Legwear == Legwear.Skirt)
            AddSkirt(mesh, body, outfit);
    }

    private static Ring[] Rings(Proportions body, Outfit outfit)
    {
        var (h, loose) = (body.Stature, outfit.TopLooseness);
        var (hip, shoulder, girth) = (body.HipWidth * body.Girth, body.ShoulderWidth, body.Girth);
        var belly = 0.012f * (girth - 0.9f);
        return
        [
            Level(outfit.TopHem - 0.002f, 0, 0.030f, 0.02f, 0, 0.6f),
            Level(outfit.TopHem, 0, 0.111f * hip, 0.083f * girth, loose, 0.85f),
            Level(0.540f, 0, 0.107f * hip, 0.079f * girth, loose),
            Level(0.590f, belly, 0.091f * (0.6f * hip + 0.4f * girth), 0.064f * girth, loose),
            Level(0.630f, belly, 0.083f * girth, 0.060f * girth, loose * 0.8f),
            Level(0.690f, 0.002f, 0.089f * (0.5f * shoulder + 0.5f * girth), 0.062f * girth, loose * 0.6f),
            Level(0.740f, 0.004f, 0.098f * shoulder, 0.067f * girth, loose * 0.4f),
            Level(0.780f, 0, 0.103f * shoulder, 0.062f * girth, loose * 0.3f),
            Level(0.808f, -0.006f, 0.104f * shoulder, 0.050f * girth, loose * 0.25f),
            Level(0.826f, -0.010f, 0.088f * shoulder, 0.041f, 0.004f),
            Level(0.840f, -0.011f, 0.060f, 0.036f, 0.003f),
            Level(0.852f, -0.010f, 0.040f, 0.033f, 0.002f, 0.85f),
            Level(0.853f, -0.010f, 0.020f, 0.020f, 0, 0.6f),
        ];

        Ring Level(float y, float z, float rx, float rz, float extra, float openness = 1) =>
            Ring.Level(0, y * h, z * h, rx * h + extra, rz * h + extra, openness);
    }

    private static Binding Bind(Vec3 place, Proportions body) =>
        Cloth.Across(place.Y, 0.64f * body.Stature, 0.09f * body.Stature, Bone.Chest, Bone.Pelvis);

    private static void AddNeck(MeshBuilder mesh, Proportions body)
    {
        var h = body.Stature;
        var (top, thick) = (body.NeckTopHeight, 0.031f * h * (0.5f + 0.5f * body.Girth) * (0.6f + 0.4f * body.ShoulderWidth));
        mesh.Cover(Surface.Skin);
        mesh.Loft(
            [
                Ring.Level(0, 0.825f * h, -0.010f * h, thick * 1.5f, thick * 1.15f, 0.9f),
                Ring.Level(0, 0.848f * h, -0.009f * h, thick * 1.08f, thick * 1.02f, 0.9f),
                Ring.Level(0, top, -0.004f * h, thick, thick, 0.72f),
                Ring.Level(0, top + 0.035f * h, 0.002f * h, thick * 0.95f, thick, 0.6f),
            ],
            new(place => Cloth.Across(place.Y, top - 0.012f * h, 0.025f * h, Bone.Head, Bone.Chest), Cloth.Tiles(1)));
    }

    private static void AddSkirt(MeshBuilder mesh, Proportions body, Outfit outfit)
    {
        var h = body.Stature;
        var (hem, hip) = (outfit.LegwearHem, body.HipWidth * body.Girth);
        mesh.Cover(Surface.Legwear);
        mesh.Loft(
            [
                Ring.Level(0, 0.60f * h, 0, 0.084f * hip * h, 0.060f * hip * h),
                Ring.Level(0, 0.53f * h, 0, 0.103f * hip * h, 0.075f * hip * h),
                Ring.Level(0, 0.44f * h, 0, 0.112f * hip * h, 0.085f * hip * h),
                Ring.Level(0, (hem + 0.02f) * h, 0, 0.120f * hip * h, 0.105f * hip * h),
                Ring.Level(0, hem * h, 0, 0.122f * hip * h, 0.108f * hip * h, 0.8f),
                Ring.Level(0, (hem + 0.01f) * h, 0, 0.02f * h, 0.02f * h, 0.4f),
            ],
            new(place => BindSkirt(place, body), Cloth.Tiles(3), 0.012f));
    }

    /// <summary>Hips carry the waistband; below, each half swings with its leg.</summary>
    private static Binding BindSkirt(Vec3 place, Proportions body)
    {
        if (place.Y > body.HipHeight)
            return Bone.Pelvis;
        var left = Trig.Smooth(-0.10f * body.Stature, 0.10f * body.Stature, place.X);
        return new(Bone.LeftThigh, Bone.RightThigh, left);
    }
}
