using Scene.Body;
using Scene.Geometry;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>Hair or a hat: a second shell round the skull that stands out where hair grows and lies under the skin elsewhere.</summary>
internal static class HairMesh
{
    public static void Add(MeshBuilder mesh, Proportions body, HeadShape shape, HairStyle style, uint seed)
    {
        if (style == HairStyle.Bald)
            return;
        var (rows, columns) = HeadMesh.Grid(mesh.Detail);
        mesh.Cover(style is HairStyle.Beanie or HairStyle.Cap ? Surface.Hat : Surface.Hair);
        HeadMesh.AddPatch(mesh, body, rows * 3 / 4, columns * 5 / 4, -MathF.PI, MathF.PI, Shell, place => (place.X * 1.3f + place.Z, place.Y * 0.8f + place.Z * 0.3f));
        if (style == HairStyle.Cap)
            AddPeak(mesh, body);
        if (style == HairStyle.Bun)
            AddKnot(mesh, body);
        if (style == HairStyle.Tail)
            AddTail(mesh, body);
        if (style == HairStyle.Long)
            AddFall(mesh, body);

        Vec3 Shell(float polar, float turn)
        {
            var skin = shape.At(polar, turn);
            var strand = style is HairStyle.Beanie or HairStyle.Cap ? 0 : Noise.Value(skin.X * 14 + skin.Z * 9, skin.Y * 12, seed) * 0.010f;
            var (thickness, edge) = Growth(style, skin);
            var out1 = new Vec3(skin.X, skin.Y * 0.8f, skin.Z).Normalized();
            return skin + out1 * (edge * (thickness + strand + 0.03f) - 0.03f);
        }
    }

    /// <summary>How thick hair stands at a place, and how much of it there is (1 in the middle, 0 where none grows).</summary>
    private static (float Thickness, float Edge) Growth(HairStyle style, Vec3 skin)
    {
        var front = Trig.Smooth(-0.05f, 0.30f, skin.Z);
        // The hairline runs from the nape, round the ear, over the temple to the forehead.
        var nape = style is HairStyle.Long or HairStyle.Bob ? -0.40f : -0.20f;
        var side = Trig.Smooth(-0.12f, 0.10f, skin.Z);
        var line = nape + (0.02f - nape) * side + 0.24f * front;
        return style switch
        {
            HairStyle.Buzz => (0.012f, Trig.Smooth(line - 0.01f, line + 0.05f, skin.Y)),
            HairStyle.Short => (0.040f + 0.035f * Trig.Smooth(0.2f, 0.5f, skin.Y), Trig.Smooth(line - 0.02f, line + 0.04f, skin.Y)),
            HairStyle.Swept => (0.05f + 0.05f * Trig.Smooth(0.15f, 0.5f, skin.Y) * (0.6f + skin.X), Trig.Smooth(line - 0.02f - 0.2f * front * skin.X, line + 0.04f, skin.Y)),
            HairStyle.Bob => (0.075f, Trig.Smooth(line - 0.05f, line, skin.Y) * Trig.Smooth(0.25f, 0.12f, skin.Z * Trig.Smooth(0.2f, 0.0f, skin.Y))),
            HairStyle.Long => (0.060f, Trig.Smooth(line - 0.05f, line, skin.Y) * Trig.Smooth(0.22f, 0.10f, skin.Z * Trig.Smooth(0.2f, 0.0f, skin.Y))),
            HairStyle.Beanie => (0.065f, Trig.Smooth(0.10f, 0.13f, skin.Y + 0.12f * Trig.Smooth(0.1f, -0.4f, skin.Z))),
            HairStyle.Cap => (0.045f, Trig.Smooth(0.17f, 0.20f, skin.Y + 0.08f * Trig.Smooth(0.1f, -0.4f, skin.Z))),
            _ => (0.030f, Trig.Smooth(line - 0.01f, line + 0.04f, skin.Y)),
        };
    }

    private static void AddPeak(MeshBuilder mesh, Proportions body)
    {
        Loft(mesh, body, Bone.Head, [
            (0.17f, 0.30f, 0.30f, 0.022f), (0.16f, 0.42f, 0.27f, 0.020f), (0.135f, 0.58f, 0.20f, 0.015f), (0.125f, 0.63f, 0.10f, 0.010f), (0.125f, 0.635f, 0.01f, 0.003f)]);

        static void Loft(MeshBuilder mesh, Proportions body, Bone bone, ReadOnlySpan<(float Y, float Z, float Rx, float Ry)> parts)
        {
            var rings = new Ring[parts.Length];
            for (var i = 0; i < rings.Length; i++)
            {
                var (y, z, rx, ry) = parts[i];
                rings[i] = new(HeadMesh.ToBody(new(0, y, z), body), new Vec3(rx, 0, 0) * body.HeadHeight, new Vec3(0, ry, 0) * body.HeadHeight);
            }
            mesh.Loft(rings, new(_ => bone, Cloth.Tiles(1)));
        }
    }

    private static void AddKnot(MeshBuilder mesh, Proportions body) => mesh.Loft(
        [Level(body, 0.56f, -0.30f, 0.02f), Level(body, 0.53f, -0.30f, 0.12f), Level(body, 0.44f, -0.32f, 0.16f), Level(body, 0.34f, -0.33f, 0.12f), Level(body, 0.30f, -0.33f, 0.02f)],
        new(_ => Bone.Head, Cloth.Tiles(1)));

    private static void AddTail(MeshBuilder mesh, Proportions body) => mesh.Loft(
        [Level(body, 0.26f, -0.42f, 0.03f), Level(body, 0.20f, -0.50f, 0.08f), Level(body, 0, -0.54f, 0.10f), Level(body, -0.35f, -0.52f, 0.10f), Level(body, -0.70f, -0.48f, 0.06f), Level(body, -0.85f, -0.47f, 0.01f)],
        new(_ => Bone.Head, Cloth.Tiles(1), 0.004f));

    /// <summary>Long hair down the back and over the shoulders' rear.</summary>
    private static void AddFall(MeshBuilder mesh, Proportions body)
    {
        var neck = body.NeckTopHeight;
        mesh.Loft(
            [Wide(0.15f, -0.16f, 0.33f, 0.25f), Wide(-0.20f, -0.16f, 0.39f, 0.24f), Wide(-0.55f, -0.20f, 0.40f, 0.20f), Wide(-0.95f, -0.30f, 0.38f, 0.13f), Wide(-1.25f, -0.33f, 0.30f, 0.08f), Wide(-1.27f, -0.33f, 0.02f, 0.02f)],
            new(place => Cloth.Across(place.Y, neck - 0.03f * body.Stature, 0.05f * body.Stature, Bone.Head, Bone.Chest), Cloth.Tiles(2), 0.012f));

        Ring Wide(float y, float z, float rx, float rz) =>
            new(HeadMesh.ToBody(new(0, y, z), body), new Vec3(rx, 0, 0) * body.HeadHeight, new Vec3(0, 0, rz) * body.HeadHeight);
    }

    private static Ring Level(Proportions body, float y, float z, float radius) =>
        new(HeadMesh.ToBody(new(0, y, z), body), new Vec3(radius, 0, 0) * body.HeadHeight, new Vec3(0, 0, radius) * body.HeadHeight);
}
