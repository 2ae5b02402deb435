using Scene.Body;
using Scene.Geometry;
using Scene.Mesh;
using Scene.Optics;

namespace Scene.Staging;

/// <summary>Gives each role of a stage to a person, built as finely as the camera will see.</summary>
internal static class Casting
{
    /// <summary>Keeps people's random numbers apart from the stage's: the same person whoever else is there.</summary>
    private const ulong FirstSequence = 1001;

    public static Person[] Of(Stage stage, ulong seed)
    {
        var people = new Person[stage.Roles.Count];
        for (var i = 0; i < people.Length; i++)
        {
            var random = new RandomSource(seed, FirstSequence + (ulong)i);
            people[i] = new((byte)(i + 1), stage.Roles[i], random, stage.Profile, DetailFor(stage.Roles[i], stage.Camera));
        }
        return people;
    }

    private static Detail DetailFor(Role role, Camera camera)
    {
        var pixelsPerMetre = camera.Focal / Math.Max(0.5f, NearestDepth(role, camera));
        return pixelsPerMetre > 500 ? Detail.Near : pixelsPerMetre > 150 ? Detail.Middle : Detail.Far;
    }

    /// <summary>How near somebody comes in the first minute, metres; by then a walker has been everywhere.</summary>
    private static float NearestDepth(Role role, Camera camera)
    {
        var posture = new Posture();
        var nearest = float.MaxValue;
        for (var second = 0; second < 60; second++)
        {
            role.Motion.At(second, posture);
            nearest = Math.Min(nearest, camera.Depth(posture.Ground + Vec3.Up));
        }
        return nearest;
    }
}
