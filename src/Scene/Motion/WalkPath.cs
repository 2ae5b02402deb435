using Scene.Geometry;

namespace Scene.Motion;

/// <summary>A closed way on the ground with the shape of a running track: two straights joined by half circles.</summary>
/// <param name="Centre">Middle of the track.</param>
/// <param name="HalfStraight">Half the length of a straight, metres.</param>
/// <param name="Radius">Of the half circles, metres.</param>
/// <param name="Direction">Angle of the straights; 0 runs along the picture.</param>
internal readonly record struct WalkPath(Vec3 Centre, float HalfStraight, float Radius, float Direction)
{
    public double Length => 4.0 * HalfStraight + Math.Tau * Radius;

    /// <summary>Place and heading after <paramref name="distance"/> metres.</summary>
    public (Vec3 Place, float Heading) At(double distance)
    {
        var straight = 2.0 * HalfStraight;
        var turn = Math.PI * Radius;
        var lap = distance - Math.Floor(distance / Length) * Length;
        var back = lap >= straight + turn;
        if (back)
            lap -= straight + turn;

        var (x, z, angle) = lap < straight
            ? ((float)lap - HalfStraight, Radius, 0f)
            : Bend((float)((lap - straight) / Radius));
        var flip = back ? -1 : 1;
        var place = Basis.Yaw(Direction).Rotate(new(x * flip, 0, z * flip));
        return (Centre + place, Direction + MathF.PI / 2 + angle + (back ? MathF.PI : 0));
    }

    private (float X, float Z, float Angle) Bend(float angle)
    {
        var (sin, cos) = Trig.SinCos(angle);
        return (HalfStraight + sin * Radius, cos * Radius, angle);
    }
}
