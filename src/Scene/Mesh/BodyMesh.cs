using Scene.Body;
using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>A body at rest as triangles, wound so that a normal by the right-hand rule points outward.</summary>
internal sealed class BodyMesh
{
    public required Vertex[] Vertices { get; init; }

    /// <summary>Outward normals of length 1, one for each vertex.</summary>
    public required Vec3[] Normals { get; init; }

    /// <summary>Three to a triangle.</summary>
    public required int[] Indices { get; init; }
    public required Section[] Sections { get; init; }

    /// <param name="Rest">Place on the resting body, metres.</param>
    /// <param name="Binding">The bones it follows.</param>
    /// <param name="U">Texture column in widths of the texture.</param>
    /// <param name="V">Texture row in heights of the texture.</param>
    /// <param name="Openness">How much light reaches it, 1 in the open: creases and the skin under a chin get less.</param>
    internal readonly record struct Vertex(Vec3 Rest, Binding Binding, float U, float V, float Openness);

    /// <summary>A run of <see cref="Indices"/> with one surface.</summary>
    internal readonly record struct Section(Surface Surface, int FirstIndex, int IndexCount);
}
