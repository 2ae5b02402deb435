using Scene.Geometry;

namespace Scene.Places;

/// <summary>Everything that stands still.</summary>
/// <param name="Floor">Paint of the ground, at height 0.</param>
/// <param name="Things">What stands on it.</param>
/// <param name="SkyLow">Colour of the sky at the horizon.</param>
/// <param name="SkyHigh">Colour of the sky above.</param>
internal sealed record Place(Paint Floor, IReadOnlyList<Solid> Things, Vec3 SkyLow, Vec3 SkyHigh);
