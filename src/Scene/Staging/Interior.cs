using Scene.Geometry;
using Scene.Look;
using Scene.Places;

namespace Scene.Staging;

/// <summary>A furnished room: the camera looks from its front wall to its back wall.</summary>
internal sealed record Interior(Paint Floor, IReadOnlyList<Solid> Things)
{
    private static readonly Vec3[] Walls =
    [
        Palette.Rgb(0xE6E1D6), Palette.Rgb(0xD8D4CC), Palette.Rgb(0xC9D2D6), Palette.Rgb(0xB9C4B4), Palette.Rgb(0xD9C7B0), Palette.Rgb(0x8FA0AE), Palette.Rgb(0xA89080), Palette.Rgb(0x6C7A80),
    ];

    private static readonly Vec3[] Woods = [Palette.Rgb(0x8A6240), Palette.Rgb(0xB08A5E), Palette.Rgb(0x5A3D28), Palette.Rgb(0xCDB38C), Palette.Rgb(0xE2DED6), Palette.Rgb(0x3A3634)];

    /// <param name="random">Chooses.</param>
    /// <param name="size">Half width, height and depth, metres.</param>
    /// <param name="behind">How far the room goes on behind the camera, metres.</param>
    public static Interior Draw(RandomSource random, Vec3 size, float behind)
    {
        var wall = random.Pick<Vec3>(Walls);
        Paint walls = random.Chance(0.15f) ? Paints.Bricks(new(0.58f, 0.33f, 0.26f), new(0.7f, 0.68f, 0.64f), random.Next()) : Paints.Plain(wall, random.Next());
        var things = new List<Solid>
        {
            new Shell(new(-size.X, 0, -size.Z), new(size.X, size.Y, behind), walls, new(0.90f, 0.89f, 0.87f)),
        };
        for (var x = -size.X + 0.7f; x < size.X - 0.4f; x += random.Between(0.9f, 1.7f))
            AddAlongWall(random, things, x, -size.Z, size.Y);
        return new(DrawFloor(random), things);
    }

    private static Paint DrawFloor(RandomSource random) => random.Below(4) switch
    {
        0 => Paints.Planks(random.Pick<Vec3>(Woods), random.Next()),
        1 => Paints.Tiles(new(0.72f, 0.70f, 0.66f), new(0.66f, 0.64f, 0.61f), random.Between(0.3f, 0.6f), 0.006f, random.Next()),
        2 => Paints.Speckle(Palette.Legwear(random) + new Vec3(0.15f, 0.15f, 0.15f), random.Next(), 0.25f),
        _ => Paints.Tiles(new(0.80f, 0.78f, 0.74f), new(0.45f, 0.44f, 0.43f), 0.4f, 0.004f, random.Next()),
    };

    private static void AddAlongWall(RandomSource random, List<Solid> things, float x, float back, float height)
    {
        var wood = random.Pick<Vec3>(Woods);
        var width = random.Between(0.6f, 1.1f);
        switch (random.Below(8))
        {
            case 0:
                things.Add(Box.On(x, back + 0.16f, width, 0.32f, 0, Math.Min(1.95f, height - 0.3f), Paints.Shelves(wood, random.Next())));
                break;
            case 1:
                things.Add(Box.On(x, back + 0.25f, width, 0.5f, 0, random.Between(0.7f, 1.0f), Paints.Plain(wood, random.Next())));
                things.Add(new Ball(new(x, 1.15f, back + 0.25f), new(0.10f, 0.16f, 0.10f), Paints.Plain(Palette.Cloth(random), random.Next())));
                break;
            case 2:
                things.Add(Box.On(x, back + 0.03f, 0.9f, 0.06f, 0, 2.05f, Paints.Plain(wood, random.Next())));
                things.Add(Box.On(x + 0.36f, back + 0.08f, 0.10f, 0.05f, 1.0f, 1.03f, Paints.Plain(new(0.7f, 0.7f, 0.7f), 1)));
                break;
            case 3:
                things.Add(Box.On(x, back + 0.02f, random.Between(0.7f, 1.4f), 0.04f, 0.95f, 2.1f, Paints.Window(new(0.93f, 0.95f, 0.98f), random.Next())));
                break;
            case 4:
                AddPlant(random, things, new(x, 0, back + 0.35f));
                break;
            case 5:
                things.Add(Box.On(x, back + 0.42f, width + 0.7f, 0.8f, 0.08f, 0.42f, Paints.Plain(Palette.Cloth(random), random.Next())));
                things.Add(Box.On(x, back + 0.12f, width + 0.7f, 0.2f, 0.08f, 0.82f, Paints.Plain(Palette.Cloth(random), random.Next())));
                break;
            default:
                things.Add(Box.On(x, back + 0.015f, width, 0.03f, 1.25f, 1.25f + width * 0.7f, Paints.Picture(Palette.Cloth(random), Palette.Cloth(random), random.Next())));
                break;
        }
    }

    private static void AddPlant(RandomSource random, List<Solid> things, Vec3 place)
    {
        things.Add(Box.On(place.X, place.Z, 0.28f, 0.28f, 0, 0.32f, Paints.Plain(Palette.Cloth(random), random.Next())));
        var green = new Vec3(random.Between(0.18f, 0.3f), random.Between(0.35f, 0.5f), 0.2f);
        for (var leaf = 0; leaf < 9; leaf++)
        {
            var at = place + new Vec3(random.Between(-0.25f, 0.25f), random.Between(0.45f, 1.2f), random.Between(-0.2f, 0.25f));
            things.Add(new Ball(at, new(random.Between(0.08f, 0.2f), random.Between(0.06f, 0.2f), random.Between(0.06f, 0.15f)), Paints.Leaves(green, random.Next())));
        }
    }
}
