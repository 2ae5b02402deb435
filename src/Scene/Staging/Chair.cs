using Scene.Geometry;
using Scene.Places;

namespace Scene.Staging;

/// <summary>A chair under somebody who sits: seat, back and legs.</summary>
internal static class Chair
{
    public const float SeatHeight = 0.45f;

    /// <param name="random">For its colour.</param>
    /// <param name="things">It is added here.</param>
    /// <param name="place">Below the sitter's hips.</param>
    /// <param name="heading">The sitter's, a multiple of a quarter turn.</param>
    public static void Add(RandomSource random, List<Solid> things, Vec3 place, float heading)
    {
        var paint = Paints.Plain(Look.Palette.Legwear(random), random.Next());
        var front = Basis.Yaw(heading);
        Part(0, 0.08f, 0.46f, 0.46f, SeatHeight - 0.05f, SeatHeight - 0.01f);
        Part(0, -0.19f, 0.44f, 0.03f, SeatHeight + 0.12f, 0.88f);
        foreach (var (x, z) in (ReadOnlySpan<(float, float)>)[(-0.20f, -0.13f), (0.20f, -0.13f), (-0.20f, 0.28f), (0.20f, 0.28f)])
            Part(x, z, 0.04f, 0.04f, 0, SeatHeight - 0.04f);

        void Part(float x, float z, float width, float depth, float bottom, float top)
        {
            var centre = place + front.Rotate(new(x, 0, z));
            var across = MathF.Abs(front.X.X) > 0.5f;
            things.Add(Box.On(centre.X, centre.Z, across ? width : depth, across ? depth : width, bottom, top, paint));
        }
    }
}
