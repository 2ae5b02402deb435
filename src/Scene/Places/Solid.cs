using Scene.Geometry;

namespace Scene.Places;

/// <summary>Where a ray meets a surface.</summary>
/// <param name="Distance">Along the ray, in lengths of its direction: the depth in metres for a <see cref="Optics.Camera.Ray"/>.</param>
/// <param name="Normal">Outward, length 1.</param>
internal readonly record struct Hit(float Distance, Vec3 Normal);

/// <summary>A thing that stands still.</summary>
internal abstract record Solid(Paint Paint)
{
    /// <returns>The nearest point of the surface in front of the ray's origin, if any.</returns>
    public abstract Hit? Meet(Vec3 origin, Vec3 direction);

    /// <summary>Colour at a point of the surface.</summary>
    public virtual Vec3 ColourAt(Vec3 point, Vec3 normal, float grain)
    {
        if (MathF.Abs(normal.Y) > 0.7f)
            return Paint(point.X, point.Z, grain);
        return MathF.Abs(normal.X) > 0.7f ? Paint(point.Z, point.Y, grain) : Paint(point.X, point.Y, grain);
    }
}

/// <summary>A box along the axes.</summary>
internal sealed record Box(Vec3 Min, Vec3 Max, Paint Paint) : Solid(Paint)
{
    public static Box On(float x, float z, float width, float depth, float bottom, float top, Paint paint) =>
        new(new(x - width / 2, bottom, z - depth / 2), new(x + width / 2, top, z + depth / 2), paint);

    public override Hit? Meet(Vec3 origin, Vec3 direction)
    {
        var (x0, x1) = Slab(origin.X, direction.X, Min.X, Max.X);
        var (y0, y1) = Slab(origin.Y, direction.Y, Min.Y, Max.Y);
        var (z0, z1) = Slab(origin.Z, direction.Z, Min.Z, Max.Z);
        var enter = Math.Max(x0, Math.Max(y0, z0));
        if (enter <= 0 || enter > Math.Min(x1, Math.Min(y1, z1)))
            return null;
        if (enter == x0)
            return new(enter, new(-MathF.Sign(direction.X), 0, 0));
        return enter == y0 ? new(enter, new(0, -MathF.Sign(direction.Y), 0)) : new Hit(enter, new(0, 0, -MathF.Sign(direction.Z)));
    }

    private static (float Enter, float Leave) Slab(float origin, float direction, float min, float max)
    {
        if (direction == 0)
            return origin > min && origin < max ? (float.NegativeInfinity, float.PositiveInfinity) : (float.PositiveInfinity, float.NegativeInfinity);
        var (a, b) = ((min - origin) / direction, (max - origin) / direction);
        return a < b ? (a, b) : (b, a);
    }
}

/// <summary>The inside of a room: walls and ceiling seen from within.</summary>
internal sealed record Shell(Vec3 Min, Vec3 Max, Paint Paint, Vec3 Ceiling) : Solid(Paint)
{
    public override Hit? Meet(Vec3 origin, Vec3 direction)
    {
        var x = direction.X == 0 ? float.PositiveInfinity : ((direction.X > 0 ? Max.X : Min.X) - origin.X) / direction.X;
        var y = direction.Y <= 0 ? float.PositiveInfinity : (Max.Y - origin.Y) / direction.Y;
        var z = direction.Z == 0 ? float.PositiveInfinity : ((direction.Z > 0 ? Max.Z : Min.Z) - origin.Z) / direction.Z;
        if (y < x && y < z)
            return new(y, -Vec3.Up);
        return x < z ? new(x, new(-MathF.Sign(direction.X), 0, 0)) : new Hit(z, new(0, 0, -MathF.Sign(direction.Z)));
    }

    public override Vec3 ColourAt(Vec3 point, Vec3 normal, float grain)
    {
        if (normal.Y < -0.5f)
            return Ceiling;
        var skirting = point.Y < 0.09f ? 0.75f : 1;
        return base.ColourAt(point, normal, grain) * skirting;
    }
}

/// <summary>An ellipsoid: a tree's crown, a bush, a lampshade.</summary>
internal sealed record Ball(Vec3 Centre, Vec3 Radii, Paint Paint) : Solid(Paint)
{
    public override Hit? Meet(Vec3 origin, Vec3 direction)
    {
        var scale = new Vec3(1 / Radii.X, 1 / Radii.Y, 1 / Radii.Z);
        var (o, d) = ((origin - Centre) * scale, direction * scale);
        var (a, b, c) = (Vec3.Dot(d, d), Vec3.Dot(o, d), Vec3.Dot(o, o) - 1);
        var root = b * b - a * c;
        if (root <= 0)
            return null;
        var distance = (-b - MathF.Sqrt(root)) / a;
        return distance > 0 ? new(distance, ((o + d * distance) * scale).Normalized()) : null;
    }
}
