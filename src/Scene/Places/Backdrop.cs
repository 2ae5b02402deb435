using Scene.Geometry;
using Scene.Look;
using Scene.Optics;
using Scene.Raster;

namespace Scene.Places;

/// <summary>A place as its camera sees it, ray by ray; done once for a scene.</summary>
internal sealed class Backdrop
{
    private readonly Place _place;
    private readonly Camera _camera;
    private readonly Light _light;

    public Backdrop(Place place, Camera camera, Light light, ColourProfile profile, int width, int height)
    {
        (_place, _camera, _light) = (place, camera, light);
        Canvas = new(width, height);
        Floor = new bool[width / 2 * (height / 2)];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                Draw(row, column, profile);
        }
    }

    public Canvas Canvas { get; }

    /// <summary>Whether a chroma sample shows the ground, which takes shadows.</summary>
    public bool[] Floor { get; }

    private void Draw(int row, int column, ColourProfile profile)
    {
        var ray = _camera.Ray(column + 0.5f, row + 0.5f);
        var (colour, distance, floor) = Look(ray);
        var sample = row / 2 * (Canvas.Width / 2) + column / 2;
        var packed = profile.Pack(colour);
        Canvas.Luma[row * Canvas.Width + column] = (byte)(16 + (packed & 0xFF));
        Canvas.Fragments[row * Canvas.Width + column].Nearness = 1 / distance;
        if (((row | column) & 1) != 0)
            return;
        Canvas.Cb[sample] = (byte)(packed >> 8);
        Canvas.Cr[sample] = (byte)(packed >> 16);
        Floor[sample] = floor;
    }

    private (Vec3 Colour, float Distance, bool Floor) Look(Vec3 ray)
    {
        var (nearest, thing) = (new Hit(ray.Y < 0 ? -_camera.Position.Y / ray.Y : float.PositiveInfinity, Vec3.Up), (Solid?)null);
        foreach (var solid in _place.Things)
        {
            if (solid.Meet(_camera.Position, ray) is { } hit && hit.Distance < nearest.Distance)
                (nearest, thing) = (hit, solid);
        }
        if (float.IsPositiveInfinity(nearest.Distance))
            return (Sky(ray), float.PositiveInfinity, false);

        var point = _camera.Position + ray * nearest.Distance;
        // A pixel covers more of a surface seen at a slant.
        var slant = Math.Max(0.1f, MathF.Abs(Vec3.Dot(ray.Normalized(), nearest.Normal)));
        var grain = nearest.Distance / _camera.Focal / slant;
        var colour = thing?.ColourAt(point, nearest.Normal, grain) ?? _place.Floor(point.X, point.Z, grain);
        var haze = thing is null ? Trig.Smooth(30, 150, nearest.Distance) : 0;
        var lit = colour * (_light.Gain(nearest.Normal) * Corner(point, thing));
        return (Vec3.Mix(lit, _place.SkyLow, haze), nearest.Distance, thing is null);
    }

    private Vec3 Sky(Vec3 ray)
    {
        var height = ray.Normalized().Y;
        var cloud = Noise.Fractal(ray.X * 3 / (height + 0.2f), 2 / (height + 0.2f), 77) * 0.5f + 0.5f;
        var blue = Vec3.Mix(_place.SkyLow, _place.SkyHigh, Trig.Smooth(0, 0.5f, height));
        return Vec3.Mix(blue, new(0.93f, 0.93f, 0.93f), 0.6f * Trig.Smooth(0.45f, 0.8f, cloud));
    }

    /// <summary>Less light gets where things meet the ground.</summary>
    private float Corner(Vec3 point, Solid? thing)
    {
        if (thing is Shell)
            return 0.75f + 0.25f * Trig.Smooth(0, 0.5f, point.Y);
        if (thing is not null)
            return 0.8f + 0.2f * Trig.Smooth(0, 0.35f, point.Y);
        var open = 1f;
        foreach (var solid in _place.Things)
        {
            if (solid is not Box { Min.Y: < 0.6f } box)
                continue;
            var (dx, dz) = (Outside(point.X, box.Min.X, box.Max.X), Outside(point.Z, box.Min.Z, box.Max.Z));
            open *= 0.55f + 0.45f * Trig.Smooth(0, 0.30f, MathF.Sqrt(dx * dx + dz * dz) + box.Min.Y * 0.3f);
        }
        return open;
    }

    private static float Outside(float x, float min, float max) => Math.Max(0, Math.Max(min - x, x - max));
}
