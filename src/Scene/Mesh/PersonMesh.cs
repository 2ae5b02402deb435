using Scene.Body;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>A whole person, part by part.</summary>
internal static class PersonMesh
{
    public static BodyMesh Build(Proportions body, HeadShape head, Outfit outfit, Detail detail, uint seed)
    {
        var mesh = new MeshBuilder(detail, seed);
        TrunkMesh.Add(mesh, body, outfit);
        HeadMesh.Add(mesh, body, head);
        HairMesh.Add(mesh, body, head, outfit.Hair, seed);
        foreach (var side in (ReadOnlySpan<float>)[1, -1])
        {
            ArmMesh.Add(mesh, body, outfit, side);
            HandMesh.Add(mesh, body, side);
            LegMesh.Add(mesh, body, outfit, side);
        }
        return mesh.Build();
    }
}
