namespace Annotate;

/// <summary>A colour for each class or track, the same in every picture and every run.</summary>
/// <remarks>
/// Each colour is the one farthest (OKLab) from those before it, as seen by the normal eye and with protanopia, deuteranopia and
/// tritanopia (Machado et al. 2009), among colours bright and rich enough to stand out. So the first, which are used most, are the safest.
/// </remarks>
internal static class Palette
{
    private static readonly Rgb[] Colours =
    [
        .. new uint[]
        {
            0x33CCFF, 0xDD4411, 0x9955EE, 0xFFCC11, 0xDD77AA, 0x009966, 0x88BB55, 0xAAEE88,
            0xCC33BB, 0xCC77FF, 0x00FFCC, 0xFF99CC, 0xAA9900, 0xFF44DD, 0xBBCC66, 0xBB6699,
        }.Select(Rgb.FromHex),
    ];

    public static int Count => Colours.Length;

    /// <param name="id">Any number; ids that differ by less than <see cref="Count"/> differ in colour.</param>
    public static Rgb ColourOf(int id) => Colours[(int)((uint)id % (uint)Colours.Length)];
}

/// <summary>A colour as sRGB, 0..255 each.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public static Rgb Black { get; } = new(0, 0, 0);
    public static Rgb White { get; } = new(255, 255, 255);

    /// <param name="hex">0xRRGGBB.</param>
    public static Rgb FromHex(uint hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <summary>Black or white, whichever reads better on this colour: the weights are BT.601's luma, the threshold its middle.</summary>
    public Rgb Contrast() => 299 * R + 587 * G + 114 * B > 127_500 ? Black : White;
}
