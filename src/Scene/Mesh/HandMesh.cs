using Scene.Body;
using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>A hand at rest: palm towards the body, thumb to the front, fingers a little spread and curled.</summary>
internal static class HandMesh
{
    /// <summary>Length of the whole hand in statures (Drillis and Contini).</summary>
    private const float Length = 0.104f;

    public static void Add(MeshBuilder mesh, Proportions body, float side)
    {
        var hand = side > 0 ? Bone.LeftHand : Bone.RightHand;
        var wrist = new Vec3(side * body.ShoulderReach, body.ShoulderHeight - body.Arm, 0);
        var size = Length * body.Stature;
        mesh.Cover(Surface.Skin);
        var cloth = new Cloth(_ => hand, Cloth.Tiles(1), 0, true);
        Palm(mesh, cloth, wrist, size);
        if (mesh.Detail == Detail.Far)
            return;

        for (var finger = 0; finger < 4; finger++)
        {
            var across = (finger - 1.5f) / 1.5f;
            var length = 0.46f - 0.07f * across * across - (finger == 0 ? 0.07f : 0);
            var root = wrist + new Vec3(0, -0.50f, across * 0.155f) * size;
            Digit(mesh, cloth, root, new Vec3(-side * 0.16f, -1, across * 0.13f).Normalized() * (length * size), size * 0.052f);
        }
        var thumb = wrist + new Vec3(-side * 0.03f, -0.22f, 0.15f) * size;
        Digit(mesh, cloth, thumb, new Vec3(-side * 0.3f, -0.75f, 0.62f).Normalized() * (0.36f * size), size * 0.062f);
    }

    private static void Palm(MeshBuilder mesh, in Cloth cloth, Vec3 wrist, float size)
    {
        // Far away the fingers are one mitten.
        var reach = mesh.Detail == Detail.Far ? 0.95f : 0.54f;
        mesh.Loft(
            [
                Level(0.05f, 0.10f, 0.13f), Level(-0.10f, 0.12f, 0.16f), Level(-0.30f, 0.13f, 0.215f),
                Level(-0.48f, 0.10f, 0.215f), Level(-reach, 0.05f, 0.17f), Level(-reach - 0.01f, 0.005f, 0.02f),
            ],
            cloth);

        Ring Level(float y, float rx, float rz) => Ring.Level(wrist.X, wrist.Y + y * size, wrist.Z, rx * size, rz * size);
    }

    private static void Digit(MeshBuilder mesh, in Cloth cloth, Vec3 root, Vec3 way, float radius)
    {
        var u = Vec3.Cross(way.Normalized(), Vec3.Forward).Normalized();
        var v = Vec3.Cross(way.Normalized(), u);
        mesh.Loft([Part(-0.1f, 1), Part(0.45f, 0.95f), Part(0.9f, 0.8f), Part(1, 0.45f), Part(1.02f, 0.05f)], cloth);

        Ring Part(float along, float width) => new(root + way * along, u * (radius * width), v * (radius * width));
    }
}
