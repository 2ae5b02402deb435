namespace Scene.Geometry;

/// <summary>A point or direction in metres (x right, y up, z towards the camera), or a colour (R', G', B', each 0..1).</summary>
/// <remarks>
/// Not System.Numerics: its products may be fused or summed in another order where the processor allows it, and
/// a scene has to be the same bytes on every machine.
/// </remarks>
internal readonly record struct Vec3(float X, float Y, float Z)
{
    public static readonly Vec3 Zero = new(0, 0, 0);
    public static readonly Vec3 Left = new(1, 0, 0);
    public static readonly Vec3 Up = new(0, 1, 0);
    public static readonly Vec3 Forward = new(0, 0, 1);

    public float Length => MathF.Sqrt(Dot(this, this));

    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
    public static Vec3 operator -(Vec3 a) => new(-a.X, -a.Y, -a.Z);
    public static Vec3 operator *(Vec3 a, float k) => new(a.X * k, a.Y * k, a.Z * k);
    public static Vec3 operator *(Vec3 a, Vec3 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);

    public static float Dot(Vec3 a, Vec3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static Vec3 Cross(Vec3 a, Vec3 b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static Vec3 Mix(Vec3 a, Vec3 b, float t) => a + (b - a) * t;

    /// <summary>Length 1, or <see cref="Up"/> where there is no direction.</summary>
    public Vec3 Normalized() => Length is > 1e-12f and var length ? this * (1 / length) : Up;

    /// <summary>The part of this at right angles to <paramref name="axis"/> (of length 1), with length 1.</summary>
    public Vec3 Across(Vec3 axis) => (this - axis * Dot(this, axis)).Normalized();

    public Vec3 Mirrored(float side) => new(X * side, Y, Z);
}
