using Scene.Geometry;

namespace Scene.Look;

/// <summary>Colours of people and clothes, as R'G'B'.</summary>
internal static class Palette
{
    private static readonly Vec3[] SkinColours =
    [
        Rgb(0xF1C9AE), Rgb(0xE8B896), Rgb(0xDDA886), Rgb(0xC99470), Rgb(0xB07C58), Rgb(0x8F5F40), Rgb(0x6F4730), Rgb(0x523325),
    ];

    private static readonly Vec3[] HairColours =
    [
        Rgb(0x15110F), Rgb(0x211915), Rgb(0x33241A), Rgb(0x4A3222), Rgb(0x6B4A2E), Rgb(0x9A7646), Rgb(0xC2A066), Rgb(0x7A3B1E), Rgb(0x8C8A88), Rgb(0xC9C6C2),
    ];

    private static readonly Vec3[] ClothColours =
    [
        Rgb(0x1B1C20), Rgb(0x2C3038), Rgb(0x54585F), Rgb(0x9A9C9E), Rgb(0xE4E2DC), Rgb(0xF2F0EA), Rgb(0x1F2E4D), Rgb(0x32558A), Rgb(0x7FA3C7), Rgb(0x7A1F26),
        Rgb(0xB8322F), Rgb(0xD96C3A), Rgb(0xE0B23C), Rgb(0x3E5A3A), Rgb(0x6F8A5B), Rgb(0x2F7F78), Rgb(0x5A3C6E), Rgb(0xC77F9A), Rgb(0x8A6A4A), Rgb(0xC8B08C),
    ];

    private static readonly Vec3[] LegwearColours =
    [
        Rgb(0x22283A), Rgb(0x2E4163), Rgb(0x49658F), Rgb(0x1A1A1D), Rgb(0x303034), Rgb(0x5A5A5C), Rgb(0x9C8B6B), Rgb(0x6A5B42), Rgb(0x4A4D3A), Rgb(0xC9C4B8),
    ];

    private static readonly Vec3[] ShoeColours = [Rgb(0x1C1A19), Rgb(0x3A2A20), Rgb(0x6A4A30), Rgb(0xE6E4E0), Rgb(0x8A8C90), Rgb(0x2A3A5A), Rgb(0xA83030)];

    public static Vec3 Skin(RandomSource random) => Vary(random, random.Pick<Vec3>(SkinColours), 0.04f);

    public static Vec3 Hair(RandomSource random, float darkness) =>
        Vary(random, HairColours[Math.Min(random.Below(HairColours.Length), darkness > 0.5f ? 3 : HairColours.Length - 1)], 0.02f);

    public static Vec3 Cloth(RandomSource random) => Vary(random, random.Pick<Vec3>(ClothColours), 0.08f);

    public static Vec3 Legwear(RandomSource random) => Vary(random, random.Pick<Vec3>(LegwearColours), 0.05f);

    public static Vec3 Shoe(RandomSource random) => Vary(random, random.Pick<Vec3>(ShoeColours), 0.04f);

    /// <summary>From 0xRRGGBB.</summary>
    public static Vec3 Rgb(int rgb) => new((rgb >> 16) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);

    /// <summary>Another shade near a colour, never black: even black cloth reflects about a twentieth.</summary>
    public static Vec3 Vary(RandomSource random, Vec3 colour, float amount)
    {
        var light = random.Between(-amount, amount);
        return new(
            Math.Clamp(colour.X + light + random.Between(-amount, amount) / 2, 0.06f, 0.96f),
            Math.Clamp(colour.Y + light + random.Between(-amount, amount) / 2, 0.06f, 0.96f),
            Math.Clamp(colour.Z + light + random.Between(-amount, amount) / 2, 0.06f, 0.96f));
    }
}
