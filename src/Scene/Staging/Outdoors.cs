using Scene.Geometry;
using Scene.Look;
using Scene.Places;

namespace Scene.Staging;

/// <summary>A street, a square or a park.</summary>
internal static class Outdoors
{
    private static readonly Vec3[] Walls =
        [Palette.Rgb(0xB8A890), Palette.Rgb(0xC8C2B6), Palette.Rgb(0x9A8878), Palette.Rgb(0xA8ACAE), Palette.Rgb(0xD0B894), Palette.Rgb(0x7E8488)];

    /// <param name="random">Chooses.</param>
    /// <param name="things">Houses, trees, cars and posts are added here.</param>
    /// <param name="back">Where the houses or trees begin, metres from the camera.</param>
    /// <returns>The ground, and the colour of the sky above.</returns>
    public static (Paint Floor, Vec3 Sky) Draw(RandomSource random, List<Solid> things, float back)
    {
        var park = random.Chance(0.35f);
        if (park)
            AddTrees(random, things, back, 6, 16);
        else
            AddHouses(random, things, back);
        if (random.Chance(0.6f))
            AddTrees(random, things, back - 3.5f, 1.5f, 2 + random.Below(4));
        if (!park)
            AddCars(random, things, back - 2.2f);
        for (var i = random.Below(4); i > 0; i--)
            AddPost(random, things, back);
        var sky = random.Chance(0.5f) ? new Vec3(0.42f, 0.60f, 0.86f) : new Vec3(0.72f, 0.76f, 0.80f);
        return (DrawGround(random, park, back), sky);
    }

    private static Paint DrawGround(RandomSource random, bool park, float back)
    {
        var grass = Paints.Grass(new(random.Between(0.26f, 0.36f), random.Between(0.38f, 0.48f), 0.20f), random.Next());
        var asphalt = Paints.Speckle(new Vec3(1, 1, 1.02f) * random.Between(0.28f, 0.48f), random.Next(), 0.22f);
        var slabs = Paints.Tiles(new(0.62f, 0.60f, 0.57f), new(0.57f, 0.56f, 0.54f), random.Between(0.4f, 0.9f), 0.008f, random.Next());
        var first = park ? grass : random.Chance(0.5f) ? asphalt : slabs;
        var second = park ? Paints.Speckle(new(0.62f, 0.55f, 0.45f), random.Next(), 0.15f) : random.Chance(0.5f) ? slabs : asphalt;
        var (from, to) = (-back * random.Between(0.2f, 0.5f), -back * random.Between(0.55f, 0.95f));
        return (x, z, grain) =>
        {
            var bend = z + 0.6f * Trig.SinTurns(park ? x * 0.03 : 0);
            if (bend > from || bend < to)
                return first(x, z, grain);
            var line = !park && MathF.Abs(bend - from) < 0.12f;
            return line ? new(0.70f, 0.69f, 0.67f) : second(x, z, grain);
        };
    }

    private static void AddHouses(RandomSource random, List<Solid> things, float back)
    {
        for (var x = -back * 1.2f; x < back * 1.2f;)
        {
            var width = random.Between(6, 13);
            var wall = random.Chance(0.35f)
                ? Paints.Bricks(new(0.55f, 0.34f, 0.27f), new(0.68f, 0.65f, 0.6f), random.Next())
                : Paints.Plain(random.Pick<Vec3>(Walls), random.Next(), 0.07f);
            var facade = Paints.Facade(wall, new(0.34f, 0.40f, 0.46f), random.Between(2.8f, 3.4f), random.Next());
            things.Add(Box.On(x + width / 2, -back - 4 - random.Between(0, 1), width, 8, 0, random.Between(6, 16), facade));
            x += width + (random.Chance(0.2f) ? 3 : 0);
        }
    }

    private static void AddTrees(RandomSource random, List<Solid> things, float back, float spread, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (x, z, tall) = (random.Between(-back, back), -back - random.Between(0, spread), random.Between(3.5f, 8));
            things.Add(Box.On(x, z, 0.35f, 0.35f, 0, tall * 0.6f, Paints.Plain(new(0.34f, 0.27f, 0.20f), random.Next(), 0.2f)));
            var green = new Vec3(random.Between(0.20f, 0.34f), random.Between(0.33f, 0.46f), random.Between(0.14f, 0.22f));
            for (var crown = 0; crown < 4; crown++)
            {
                var at = new Vec3(x + random.Between(-1, 1), tall * random.Between(0.6f, 0.95f), z + random.Between(-0.6f, 0.6f));
                things.Add(new Ball(at, new(random.Between(0.9f, 1.8f), random.Between(0.8f, 1.5f), random.Between(0.8f, 1.4f)), Paints.Leaves(green, random.Next())));
            }
        }
    }

    private static void AddCars(RandomSource random, List<Solid> things, float distance)
    {
        for (var i = random.Below(4); i > 0; i--)
        {
            var (x, z) = (random.Between(-distance, distance) * 0.7f, -distance - random.Between(0, 0.6f));
            var body = Paints.Plain(Palette.Cloth(random), random.Next(), 0.03f);
            var glass = Paints.Plain(new(0.16f, 0.19f, 0.22f), random.Next());
            things.Add(Box.On(x, z, 4.2f, 1.7f, 0.28f, 0.86f, body));
            things.Add(Box.On(x + 0.1f, z, 2.3f, 1.5f, 0.86f, 1.34f, glass));
            things.Add(Box.On(x + 0.1f, z, 2.1f, 1.52f, 1.34f, 1.42f, body));
            foreach (var wheel in (ReadOnlySpan<float>)[-1.3f, 1.3f])
                things.Add(new Ball(new(x + wheel, 0.31f, z + 0.80f), new(0.31f, 0.31f, 0.10f), Paints.Plain(new(0.10f, 0.10f, 0.10f), 3)));
        }
    }

    private static void AddPost(RandomSource random, List<Solid> things, float back)
    {
        var (x, z) = (random.Between(-0.5f, 0.5f) * back, -back * random.Between(0.45f, 0.95f));
        var tall = random.Chance(0.5f) ? random.Between(0.9f, 1.1f) : random.Between(3.5f, 5);
        things.Add(Box.On(x, z, 0.13f, 0.13f, 0, tall, Paints.Plain(new(0.30f, 0.32f, 0.33f), random.Next())));
    }
}
