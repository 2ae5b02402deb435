namespace Annotate;

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
