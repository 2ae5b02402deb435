using Scene.Geometry;
using Scene.Look;
using Scene.Motion;
using Scene.Optics;
using Scene.Places;

namespace Scene.Staging;

/// <summary>What a seed chose: where the camera stands, the place, the light, and what each person does there.</summary>
/// <param name="Camera">Where it is seen from.</param>
/// <param name="Place">What stands still.</param>
/// <param name="Light">What lights both.</param>
/// <param name="Profile">How the camera renders colour.</param>
/// <param name="Noise">Grain of its sensor, code values.</param>
/// <param name="Shutter">Exposure time, seconds.</param>
/// <param name="Roles">One for each person.</param>
internal sealed record Stage(
    Camera Camera, Place Place, Light Light, ColourProfile Profile, float Noise, float Shutter, IReadOnlyList<Role> Roles);

/// <summary>A person's part: a body, what it does all along, and a gesture on top.</summary>
internal sealed record Role(Body.Proportions Body, bool Feminine, IMotion Motion, Gesture Gesture);
