namespace Scene.Geometry;

/// <summary>A rotation by its three columns. For a body: X is its left, Y its up, Z its front.</summary>
internal readonly record struct Basis(Vec3 X, Vec3 Y, Vec3 Z)
{
    public static readonly Basis Identity = new(Vec3.Left, Vec3.Up, Vec3.Forward);

    public Vec3 Rotate(Vec3 v) => X * v.X + Y * v.Y + Z * v.Z;

    public static Basis operator *(Basis a, Basis b) => new(a.Rotate(b.X), a.Rotate(b.Y), a.Rotate(b.Z));

    /// <summary>Leans the top to the front; radians.</summary>
    public static Basis Pitch(float angle)
    {
        var (s, c) = Trig.SinCos(angle);
        return new(Vec3.Left, new(0, c, s), new(0, -s, c));
    }

    /// <summary>Turns the front to the left; radians.</summary>
    public static Basis Yaw(float angle)
    {
        var (s, c) = Trig.SinCos(angle);
        return new(new(c, 0, -s), Vec3.Up, new(s, 0, c));
    }

    /// <summary>Leans the top to the right; radians.</summary>
    public static Basis Roll(float angle)
    {
        var (s, c) = Trig.SinCos(angle);
        return new(new(c, s, 0), new(-s, c, 0), Vec3.Forward);
    }
}
