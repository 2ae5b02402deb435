using Scene.Body;
using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>Face, back of the head and ears.</summary>
internal static class HeadMesh
{
    /// <summary>What the face's texture shows, in head heights: this wide about the midline, and from its top down.</summary>
    public const float TextureWidth = 0.80f;
    public const float TextureHeight = 1.06f;

    public static void Add(MeshBuilder mesh, Proportions body, HeadShape shape)
    {
        var (rows, columns) = Grid(mesh.Detail);
        mesh.Cover(Surface.Face);
        AddPatch(mesh, body, rows, columns, -MathF.PI / 2, MathF.PI / 2, shape.At, FaceTexture);
        mesh.Cover(Surface.Skin);
        AddPatch(mesh, body, rows / 2, columns / 2, MathF.PI / 2, MathF.PI * 1.5f, shape.At, SkinTexture);
        AddEar(mesh, body, 1);
        AddEar(mesh, body, -1);
    }

    public static (int Rows, int Columns) Grid(Detail detail) => detail switch
    {
        Detail.Near => (36, 24),
        Detail.Middle => (20, 12),
        _ => (9, 6),
    };

    public static Vec3 ToBody(Vec3 inHead, Proportions body) =>
        new Vec3(0, body.HeadCentreHeight, 0.008f * body.Stature) + inHead * body.HeadHeight;

    /// <summary>A part of a sphere, bent into a form.</summary>
    /// <param name="mesh">Where it goes.</param>
    /// <param name="body">For the head's size.</param>
    /// <param name="rows">From crown to chin.</param>
    /// <param name="columns">From the first turn to the last.</param>
    /// <param name="first">Turn of the first column.</param>
    /// <param name="last">Turn of the last.</param>
    /// <param name="form">Point in head heights, from polar angle and turn.</param>
    /// <param name="texture">Texture coordinates of such a point.</param>
    public static void AddPatch(
        MeshBuilder mesh, Proportions body, int rows, int columns, float first, float last,
        Func<float, float, Vec3> form, Func<Vec3, (float U, float V)> texture)
    {
        var start = 0;
        for (var row = 0; row <= rows; row++)
        {
            for (var column = 0; column <= columns; column++)
            {
                var place = form(MathF.PI * row / rows, first + (last - first) * column / columns);
                var (u, v) = texture(place);
                var shade = 0.78f + 0.22f * Trig.Smooth(-0.52f, -0.36f, place.Y);
                var index = mesh.Add(new(ToBody(place, body), Bone.Head, u, v, shade));
                if (row + column == 0)
                    start = index;
            }
        }
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var corner = start + row * (columns + 1) + column;
                mesh.Quad(corner, corner + columns + 1, corner + columns + 2, corner + 1);
            }
        }
    }

    private static (float U, float V) FaceTexture(Vec3 place) =>
        (Math.Clamp(place.X / TextureWidth + 0.5f, 0.004f, 0.996f), Math.Clamp(0.5f - place.Y / TextureHeight, 0.004f, 0.996f));

    private static (float U, float V) SkinTexture(Vec3 place) => (place.X, place.Y);

    private static void AddEar(MeshBuilder mesh, Proportions body, float side)
    {
        if (mesh.Detail == Detail.Far)
            return;
        var middle = HeadShape.Ear(side) + new Vec3(-0.02f * side, -0.01f, -0.03f);
        mesh.Loft(
            [Part(-0.130f, 0.004f), Part(-0.124f, 0.026f), Part(-0.09f, 0.044f), Part(-0.03f, 0.060f), Part(0.04f, 0.080f), Part(0.09f, 0.074f), Part(0.118f, 0.048f), Part(0.130f, 0.008f)],
            new(_ => Bone.Head, Cloth.Tiles(1), 0, true));

        Ring Part(float y, float wide)
        {
            var centre = middle + new Vec3(0, y, -0.15f * y);
            return new(ToBody(centre, body), new Vec3(0.012f + 0.30f * wide, 0, 0) * body.HeadHeight, new Vec3(side * -0.25f * wide, 0, wide) * body.HeadHeight, 0.9f);
        }
    }
}
