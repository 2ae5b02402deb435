using Scene.Body;
using Scene.Look;

namespace Scene.Mesh;

/// <summary>A whole person, part by part.</summary>
internal static class PersonMesh
{
    public static BodyMesh Build(Proportions body, HeadShape head, Outfit outfit, Detail detail, uint seed)
    {
        // What tends to hide the rest comes first: a hidden pixel is quicker than one painted over.
        var mesh = new MeshBuilder(detail, seed);
        ReadOnlySpan<float> sides = [1, -1];
        foreach (var side in sides)
        {
            HandMesh.Add(mesh, body, side);
            ArmMesh.Add(mesh, body, outfit, side);
        }
        HairMesh.Add(mesh, body, head, outfit.Hair, seed);
        HeadMesh.Add(mesh, body, head);
        TrunkMesh.Add(mesh, body, outfit);
        foreach (var side in sides)
            LegMesh.Add(mesh, body, outfit, side);
        return mesh.Build();
    }
}
