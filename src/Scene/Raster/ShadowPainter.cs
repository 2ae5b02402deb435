using Scene.Geometry;
using Scene.Mesh;
using Scene.Optics;

namespace Scene.Raster;

/// <summary>Shadows that people cast on the floor: bodies flattened along the light, drawn at half resolution, blurred, and laid over the floor.</summary>
internal sealed class ShadowPainter(Camera camera, Light light, Canvas canvas, bool[] floor, int mostVertices)
{
    private readonly int _width = canvas.Width / 2;
    private readonly int _height = canvas.Height / 2;
    private readonly byte[] _mask = new byte[canvas.Width / 2 * (canvas.Height / 2)];
    private readonly ScreenVertex[] _vertices = new ScreenVertex[mostVertices];
    private readonly LensBlur _blur = new(canvas.Width / 2);

    public void Begin() => Array.Clear(_mask);

    /// <param name="mesh">A body's triangles.</param>
    /// <param name="places">Where its vertices are in the world.</param>
    public void Cast(BodyMesh mesh, ReadOnlySpan<Vec3> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var ground = places[i] - light.Towards * (places[i].Y / light.Towards.Y);
            var (x, y, nearness) = camera.Project(ground);
            _vertices[i] = new(x / 2, y / 2, nearness, 0, 0, 0, 0, 0);
        }
        for (var i = 0; i < mesh.Indices.Length; i += 3)
            Fill(_vertices[mesh.Indices[i]], _vertices[mesh.Indices[i + 1]], _vertices[mesh.Indices[i + 2]]);
    }

    /// <summary>Darkens the floor where nobody stands before it.</summary>
    public void Lay()
    {
        for (var pass = 0; pass < light.ShadowBlur; pass++)
            _blur.Soften(_mask, _height);
        var strength = (int)(light.Shadow * 256);
        for (var row = 0; row < _height; row++)
        {
            for (var column = 0; column < _width; column++)
            {
                var shade = _mask[row * _width + column];
                if (shade == 0 || !floor[row * _width + column])
                    continue;
                Darken(2 * row * canvas.Width + 2 * column, 256 - (shade * strength >> 8));
            }
        }
    }

    /// <summary>One side of a closed body covers all of its shadow, so the other is left out.</summary>
    private void Fill(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c)
    {
        if (Triangle.Area(a, b, c) >= 0 || a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0)
            return;
        if (Triangle.MissesPixels(a, b, c, _width, _height))
            return;
        var triangle = Triangle.Of(a, b, c, _width, _height);
        for (var row = triangle.FirstRow; row < triangle.EndRow; row++)
        {
            var (from, to) = triangle.Row(row);
            if (from < to)
                _mask.AsSpan(row * _width + from, to - from).Fill(255);
        }
    }

    private void Darken(int pixel, int gain)
    {
        Darken(pixel);
        Darken(pixel + 1);
        Darken(pixel + canvas.Width);
        Darken(pixel + canvas.Width + 1);

        void Darken(int at)
        {
            if (canvas.Fragments[at].Owner == 0)
                canvas.Luma[at] = (byte)(16 + ((canvas.Luma[at] - 16) * gain >> 8));
        }
    }
}
