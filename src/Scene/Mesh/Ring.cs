using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>An elliptical cross-section: <c>Centre + cos·U + sin·V</c>, lengths in metres.</summary>
/// <param name="Centre">Middle of the ellipse.</param>
/// <param name="U">First half axis.</param>
/// <param name="V">Second half axis.</param>
/// <param name="Openness">See <see cref="BodyMesh.Vertex"/>.</param>
internal readonly record struct Ring(Vec3 Centre, Vec3 U, Vec3 V, float Openness = 1)
{
    /// <summary>A horizontal ring at height <paramref name="y"/>, half width <paramref name="rx"/>, half depth <paramref name="rz"/>.</summary>
    public static Ring Level(float x, float y, float z, float rx, float rz, float openness = 1) =>
        new(new(x, y, z), new(rx, 0, 0), new(0, 0, rz), openness);

    /// <summary>Between <paramref name="b"/> and <paramref name="c"/>, on the Catmull-Rom curve through all four.</summary>
    public static Ring Between(in Ring a, in Ring b, in Ring c, in Ring d, float t) => new(
        Curve(a.Centre, b.Centre, c.Centre, d.Centre, t),
        Curve(a.U, b.U, c.U, d.U, t),
        Curve(a.V, b.V, c.V, d.V, t),
        b.Openness + (c.Openness - b.Openness) * t);

    private static Vec3 Curve(Vec3 a, Vec3 b, Vec3 c, Vec3 d, float t)
    {
        var (m0, m1) = ((c - a) * 0.5f, (d - b) * 0.5f);
        var (t2, t3) = (t * t, t * t * t);
        return b * (2 * t3 - 3 * t2 + 1) + m0 * (t3 - 2 * t2 + t) + c * (3 * t2 - 2 * t3) + m1 * (t3 - t2);
    }
}
