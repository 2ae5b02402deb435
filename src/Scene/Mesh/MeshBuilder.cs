using Scene.Body;
using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>Gathers the parts of one body.</summary>
internal sealed class MeshBuilder(Detail detail, uint seed)
{
    private readonly List<BodyMesh.Vertex> _vertices = [];
    private readonly List<int> _indices = [];
    private readonly List<BodyMesh.Section> _sections = [];

    public Detail Detail => detail;

    /// <summary>Begins a stretch of one surface; what is added from here on belongs to it.</summary>
    public void Cover(Surface surface)
    {
        Close();
        _sections.Add(new(surface, _indices.Count, 0));
    }

    public int Add(in BodyMesh.Vertex vertex)
    {
        _vertices.Add(vertex);
        return _vertices.Count - 1;
    }

    /// <summary>Two triangles; corners in order round the face, counter-clockwise as seen from outside.</summary>
    public void Quad(int a, int b, int c, int d) => _indices.AddRange([a, b, c, a, c, d]);

    /// <summary>Skin over a row of rings, which close at the ends if the last rings are points.</summary>
    /// <param name="rings">In order, at least two.</param>
    /// <param name="cloth">How the skin is textured, creased and bound.</param>
    public void Loft(ReadOnlySpan<Ring> rings, in Cloth cloth)
    {
        var (sides, steps) = detail switch { Detail.Near => (16, 2), Detail.Middle => (12, 1), _ => (7, 1) };
        if (cloth.Slender)
            sides = Math.Max(6, sides / 2);
        var turns = Vec3.Dot(Vec3.Cross(rings[0].V, rings[^1].Centre - rings[0].Centre), rings[0].U) > 0;
        var above = -1;
        var rows = (rings.Length - 1) * steps;
        for (var row = 0; row <= rows; row++)
        {
            var first = AddRing(RingAt(rings, row, steps), sides, cloth);
            for (var j = 0; above >= 0 && j < sides; j++)
            {
                if (turns)
                    Quad(above + j, above + j + 1, first + j + 1, first + j);
                else
                    Quad(above + j, first + j, first + j + 1, above + j + 1);
            }
            above = first;
        }
    }

    public BodyMesh Build()
    {
        Close();
        return new()
        {
            Vertices = [.. _vertices],
            Normals = Normals(),
            Indices = [.. _indices],
            Sections = [.. _sections],
        };
    }

    private static Ring RingAt(ReadOnlySpan<Ring> rings, int row, int steps)
    {
        var (i, last) = (row / steps, rings.Length - 1);
        if (row % steps == 0)
            return rings[i];
        return Ring.Between(rings[Math.Max(i - 1, 0)], rings[i], rings[i + 1], rings[Math.Min(i + 2, last)], (float)(row % steps) / steps);
    }

    private int AddRing(in Ring ring, int sides, in Cloth cloth)
    {
        var first = _vertices.Count;
        for (var j = 0; j <= sides; j++)
        {
            // The last column lies exactly on the first, with the other end of the texture.
            var (sin, cos) = Trig.SinCos(Math.Tau * (j % sides) / sides);
            var spoke = ring.U * cos + ring.V * sin;
            var place = ring.Centre + spoke;
            var crease = cloth.Crease == 0 ? 0 : Noise.Fractal(place.X * 9 + place.Z * 6, place.Y * 11 + place.Z * 3, seed);
            var (u, v) = cloth.Texture(place, (float)j / sides);
            Add(new(place + spoke.Normalized() * (crease * cloth.Crease), cloth.Bind(place), u, v, ring.Openness * (1 + 14 * crease * cloth.Crease)));
        }
        return first;
    }

    /// <summary>Face normals summed at each place, so that seams of texture do not show in the light.</summary>
    private Vec3[] Normals()
    {
        var sums = new Dictionary<Vec3, Vec3>();
        for (var i = 0; i < _indices.Count; i += 3)
        {
            var (a, b, c) = (_vertices[_indices[i]].Rest, _vertices[_indices[i + 1]].Rest, _vertices[_indices[i + 2]].Rest);
            var normal = Vec3.Cross(b - a, c - a);
            foreach (var corner in (ReadOnlySpan<Vec3>)[a, b, c])
                sums[corner] = sums.GetValueOrDefault(corner) + normal;
        }
        return [.. _vertices.Select(vertex => sums.GetValueOrDefault(vertex.Rest).Normalized())];
    }

    private void Close()
    {
        if (_sections.Count > 0)
            _sections[^1] = _sections[^1] with { IndexCount = _indices.Count - _sections[^1].FirstIndex };
    }
}
