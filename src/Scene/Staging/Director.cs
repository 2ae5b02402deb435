using Scene.Body;
using Scene.Geometry;
using Scene.Look;
using Scene.Motion;
using Scene.Optics;
using Scene.Places;

namespace Scene.Staging;

/// <summary>Sets a stage from a seed: a view's camera and place, then people one by one where there is room for them.</summary>
internal sealed class Director(SceneOptions options, RandomSource random)
{
    /// <summary>People stand at least this far from one another, metres; walkers may pass nearer.</summary>
    private const float ElbowRoom = 0.75f;

    private readonly List<Vec3> _taken = [];
    private readonly List<Solid> _things = [];
    private readonly List<Role> _roles = [];
    private SceneView _view;

    public Stage Set()
    {
        _view = options.View == SceneView.Any ? (SceneView)(1 + random.Below(4)) : options.View;
        return _view switch
        {
            SceneView.Webcam => Webcam(),
            SceneView.Room => Room(),
            SceneView.Street => Street(),
            _ => Overhead(),
        };
    }

    private Stage Webcam()
    {
        var camera = Aim(new(0, random.Between(1.12f, 1.26f), 0), random.Between(0.02f, 0.17f), random.Between(0.66f, 0.90f));
        var depth = random.Between(2.2f, 4.5f);
        var light = Light.Lamp(random);
        var interior = Interior.Draw(random, new(random.Between(1.8f, 3), random.Between(2.4f, 2.9f), depth), 1.4f);
        _things.AddRange(interior.Things);
        for (var i = 0; i < options.Count; i++)
        {
            if (i < 2)
                Near(i, camera);
            else
                Behind(camera, -1.7f, -depth + 0.6f, 0.35f);
        }
        return Finish(camera, interior.Floor, light, random.Between(0.6f, 2.6f), random.Between(0.008f, 0.025f), random.Between(-0.04f, 0.08f), Vec3.Zero);
    }

    private Stage Room()
    {
        var camera = Aim(new(0, random.Between(1.3f, 2.3f), 0), random.Between(0.06f, 0.20f), random.Between(0.65f, 0.95f));
        var depth = random.Between(7, 11);
        var interior = Interior.Draw(random, new(random.Between(3, 5.5f), random.Between(2.6f, 3.6f), depth), 2.5f);
        _things.AddRange(interior.Things);
        for (var i = 0; i < options.Count; i++)
            Behind(camera, -2.6f, -depth + 0.9f, 0.4f);
        return Finish(camera, interior.Floor, Light.Lamp(random), random.Between(0.4f, 2.4f), random.Between(0.006f, 0.02f), random.Between(-0.03f, 0.07f), Vec3.Zero);
    }

    private Stage Street()
    {
        var camera = Aim(new(0, random.Between(1.5f, 3), 0), random.Between(0.03f, 0.14f), random.Between(0.75f, 1.25f));
        var (floor, sky) = Outdoors.Draw(random, _things, 17);
        for (var i = 0; i < options.Count; i++)
            Behind(camera, -3.5f, -12, 0.65f);
        return Finish(camera, floor, Light.Sun(random), random.Between(0.2f, 1.4f), random.Between(0.002f, 0.010f), random.Between(-0.04f, 0.05f), sky);
    }

    private Stage Overhead()
    {
        var height = random.Between(3.2f, 6);
        var tilt = random.Between(0.30f, 0.52f);
        var camera = Aim(new(0, height, 0), tilt, random.Between(0.85f, 1.3f));
        var (floor, sky) = Outdoors.Draw(random, _things, 24);
        // From where feet come into the picture below to where heads leave it above.
        var (near, far) = (camera.Reach(options.Height, 0), Math.Max(-15, camera.Reach(0, 2)));
        for (var i = 0; i < options.Count; i++)
            Behind(camera, near - 0.5f, Math.Min(far, near - 3), 0.65f);
        return Finish(camera, floor, Light.Sun(random), random.Between(0.4f, 1.8f), random.Between(0.004f, 0.016f), random.Between(-0.04f, 0.05f), sky);
    }

    /// <summary>One of the first two at a desk's distance: sitting or standing so that the head is in the picture.</summary>
    private void Near(int index, Camera camera)
    {
        var feminine = random.Chance(0.5f);
        var body = Proportions.Draw(random, feminine);
        if (body.Stature < 1.5f)
            body = body with { Stature = 1.6f, HeadHeight = 0.215f };
        var distance = random.Between(0.85f, 1.5f) + 0.2f * index;
        var half = camera.HalfWidthAt(-distance);
        var x = index == 0 && options.Count < 2 ? random.Between(-0.2f, 0.2f) : (index == 0 ? -1 : 1) * random.Between(0.30f, 0.55f) * Math.Max(half, 0.55f);
        var place = new Vec3(x, 0, -distance);
        // Eyes, 0.40 statures above the hips, at about the camera's height.
        var seat = random.Between(1.16f, 1.28f) - (0.40f + 0.055f) * body.Stature;
        _taken.Add(place);
        _roles.Add(new(body, feminine, new Sit(body, place, x * -0.35f + random.Between(-0.3f, 0.3f), seat, random.Between(0.7f, 1.4f)), DrawGesture()));
    }

    /// <summary>Somebody farther off: walking, standing or sitting.</summary>
    private void Behind(Camera camera, float near, float far, float walkers)
    {
        var feminine = random.Chance(0.5f);
        var body = Proportions.Draw(random, feminine);
        var place = FreePlace(camera, near, far);
        _roles.Add(new(body, feminine, DrawMotion(camera, body, place, walkers), DrawGesture()));
    }

    private IMotion DrawMotion(Camera camera, Proportions body, Vec3 place, float walkers)
    {
        if (random.Chance(walkers))
            return DrawWalk(camera, body, place);
        var heading = random.Chance(0.75f) ? random.Between(-0.9f, 0.9f) : random.Between(-MathF.PI, MathF.PI);
        _taken.Add(place);
        if (!random.Chance(0.3f) || body.Stature < 1.5f)
            return new Stay(body, place, heading, random.Between(0.7f, 1.5f));
        heading = MathF.PI / 2 * MathF.Round(heading / (MathF.PI / 2));
        Chair.Add(random, _things, place, heading);
        return new Sit(body, place, heading, Chair.SeatHeight, random.Between(0.7f, 1.4f));
    }

    private Walk DrawWalk(Camera camera, Proportions body, Vec3 place)
    {
        var half = camera.HalfWidthAt(place.Z) * random.Between(0.6f, 1.15f);
        var radius = random.Between(0.25f, 0.7f);
        var outdoors = _view is SceneView.Street or SceneView.Overhead;
        var path = random.Chance(0.7f) || !outdoors
            ? new WalkPath(place with { X = random.Between(-0.15f, 0.15f) * half }, outdoors ? half : Math.Min(half, 2.4f), radius, random.Between(-0.12f, 0.12f))
            : new WalkPath(place, random.Between(1.2f, 2.5f), radius, random.Between(0.6f, 2.5f));
        return new(body, path, random.Between(0.85f, 1.65f), random.Between(0, (float)path.Length));
    }

    private Gesture DrawGesture() => new(
        (GestureKind)random.Below(8), random.Between(4, 11), random.Between(0.45f, 0.8f), random.Unit(), random.Chance(0.3f));

    /// <summary>The roomiest of some places drawn at random.</summary>
    private Vec3 FreePlace(Camera camera, float near, float far)
    {
        var (best, room) = (Vec3.Zero, -1f);
        for (var attempt = 0; attempt < 24 && room < ElbowRoom; attempt++)
        {
            var z = random.Between(near, far);
            var half = camera.HalfWidthAt(z) * 0.86f;
            var place = new Vec3(random.Between(-half, half), 0, z);
            var free = _things.OfType<Box>().Any(box => Blocks(box, place)) ? -0.5f : float.PositiveInfinity;
            foreach (var other in _taken)
                free = Math.Min(free, (other - place).Length);
            if (free > room)
                (best, room) = (place, free);
        }
        return best;
    }

    private static bool Blocks(Box box, Vec3 place) =>
        place.X > box.Min.X - 0.4f && place.X < box.Max.X + 0.4f && place.Z > box.Min.Z - 0.4f && place.Z < box.Max.Z + 0.4f && box.Min.Y < 1.5f;

    private Camera Aim(Vec3 position, float tilt, float focalInWidths) =>
        new(position, tilt, focalInWidths * Math.Max(options.Width, options.Height), options.Width, options.Height);

    private Stage Finish(Camera camera, Paint floor, Light light, float noise, float shutter, float warmth, Vec3 sky) => new(
        camera, new(floor, _things, new(0.80f, 0.84f, 0.88f), sky), light, ColourProfile.Draw(random, warmth), noise, shutter, _roles);
}
