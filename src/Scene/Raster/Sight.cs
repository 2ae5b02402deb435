using Scene.Geometry;
using Scene.Mesh;
using Scene.Optics;

namespace Scene.Raster;

/// <summary>A body as the camera sees it: each vertex carried by its bones, lit and projected.</summary>
internal sealed class Sight(Camera camera, Light light, int mostVertices)
{
    private readonly Vec3[] _places = new Vec3[mostVertices];
    private readonly ScreenVertex[] _vertices = new ScreenVertex[mostVertices];
    private int _count;

    public ReadOnlySpan<Vec3> Places => _places.AsSpan(0, _count);

    public ReadOnlySpan<ScreenVertex> Vertices => _vertices.AsSpan(0, _count);

    /// <summary>Looks at a person in the present posture.</summary>
    public void Look(Person person)
    {
        var (mesh, skeleton) = (person.Mesh, person.Skeleton);
        _count = mesh.Vertices.Length;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var vertex = ref mesh.Vertices[i];
            _places[i] = Carried(vertex, skeleton);
            var (x, y, nearness) = camera.Project(_places[i]);
            var normal = skeleton.Turn(vertex.Binding.Weight > 0.5f ? vertex.Binding.First : vertex.Binding.Second).Rotate(mesh.Normals[i]);
            _vertices[i] = new(x, y, nearness, light.Gain(normal) * vertex.Openness, vertex.U, vertex.V, 0, 0);
        }
    }

    /// <summary>Notes how far each vertex has moved since <see cref="Look"/>.</summary>
    /// <param name="person">The same person in a posture of a little later.</param>
    /// <param name="scale">Exposure time over the time between the two postures.</param>
    public void LookAgain(Person person, float scale)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var vertex = ref _vertices[i];
            var (x, y, nearness) = camera.Project(Carried(person.Mesh.Vertices[i], person.Skeleton));
            if (nearness == 0 || vertex.Nearness == 0)
                continue;
            vertex.MotionX = (x - vertex.X) * scale;
            vertex.MotionY = (y - vertex.Y) * scale;
        }
    }

    private static Vec3 Carried(in BodyMesh.Vertex vertex, Body.Skeleton skeleton)
    {
        var (first, second, weight) = vertex.Binding;
        if (weight >= 1)
            return skeleton.Carry(first, vertex.Rest);
        if (weight <= 0)
            return skeleton.Carry(second, vertex.Rest);
        return Vec3.Mix(skeleton.Carry(second, vertex.Rest), skeleton.Carry(first, vertex.Rest), weight);
    }
}
