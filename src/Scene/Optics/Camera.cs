using Scene.Geometry;

namespace Scene.Optics;

/// <summary>A pinhole that looks along -z, tilted down.</summary>
internal sealed class Camera
{
    /// <summary>Nothing nearer than this is drawn, metres.</summary>
    public const float Near = 0.12f;

    private readonly Vec3 _up, _ahead;
    private readonly float _centreX, _centreY;

    /// <param name="position">Of the pinhole, metres.</param>
    /// <param name="tilt">Downward, radians.</param>
    /// <param name="focal">Focal length in pixels.</param>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="height">Of the picture, pixels.</param>
    public Camera(Vec3 position, float tilt, float focal, int width, int height)
    {
        (Position, Focal, _centreX, _centreY) = (position, focal, width / 2f, height / 2f);
        var (sin, cos) = Trig.SinCos(tilt);
        _ahead = new(0, -sin, -cos);
        _up = new(0, cos, -sin);
    }

    public Vec3 Position { get; }

    public float Focal { get; }

    /// <summary>Metres in front of the pinhole's plane.</summary>
    public float Depth(Vec3 world) => Vec3.Dot(world - Position, _ahead);

    /// <summary>Pixels from the picture's top left corner, and 1/depth, which grows towards the camera; 0 when too near or behind.</summary>
    public (float X, float Y, float Nearness) Project(Vec3 world)
    {
        var d = world - Position;
        var depth = Vec3.Dot(d, _ahead);
        if (depth < Near)
            return (0, 0, 0);
        var nearness = 1 / depth;
        return (_centreX + Focal * d.X * nearness, _centreY - Focal * Vec3.Dot(d, _up) * nearness, nearness);
    }

    /// <summary>The direction seen at a picture point, scaled so that one length of it is one metre of depth.</summary>
    public Vec3 Ray(float x, float y) =>
        _ahead + Vec3.Left * ((x - _centreX) / Focal) + _up * ((_centreY - y) / Focal);

    /// <summary>Where (z) the middle of a picture row sees a height above the ground; far away when it looks over it.</summary>
    public float Reach(float row, float height)
    {
        var ray = Ray(_centreX, row);
        return ray.Y < -1e-3f ? ray.Z * (Position.Y - height) / -ray.Y : -1000;
    }

    /// <summary>Half the width in metres of what is in the picture at a place on the ground.</summary>
    public float HalfWidthAt(float z) => _centreX / Focal * Depth(new(0, 0.9f, z));
}
