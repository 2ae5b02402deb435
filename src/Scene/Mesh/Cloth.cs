using Scene.Body;
using Scene.Geometry;

namespace Scene.Mesh;

/// <summary>How a loft is covered.</summary>
/// <param name="Bind">The bones that a point of the resting body follows.</param>
/// <param name="Texture">Texture coordinates of a point, given also how far round its ring it is, 0..1.</param>
/// <param name="Crease">Depth of creases, metres.</param>
/// <param name="Slender">Fingers and the like: half as many sides do.</param>
internal readonly record struct Cloth(
    Func<Vec3, Binding> Bind, Func<Vec3, float, (float U, float V)> Texture, float Crease = 0, bool Slender = false)
{
    /// <summary>Side of one tile of cloth or skin texture, metres.</summary>
    public const float TileSide = 0.32f;

    /// <summary>A tile repeated <paramref name="turns"/> times round each ring, upright.</summary>
    public static Func<Vec3, float, (float U, float V)> Tiles(int turns) => (place, round) => (round * turns, -place.Y / TileSide);

    /// <summary>From one bone to the next over <paramref name="half"/> metres above and below a joint's height.</summary>
    public static Binding Across(float y, float joint, float half, Bone above, Bone below) =>
        new(above, below, Trig.Smooth(joint - half, joint + half, y));
}
