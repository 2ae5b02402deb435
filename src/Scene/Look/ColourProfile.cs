using Scene.Geometry;

namespace Scene.Look;

/// <summary>How a scene's camera renders colour: white balance and saturation, then R'G'B' to Y'CbCr of ITU-R BT.709, limited range.</summary>
/// <param name="Tint">Gain of R', G' and B'.</param>
/// <param name="Saturation">1 leaves colours as they are.</param>
internal readonly record struct ColourProfile(Vec3 Tint, float Saturation)
{
    public static ColourProfile Draw(RandomSource random, float warmth)
    {
        var warm = warmth + random.Between(-0.05f, 0.05f);
        return new(new(1 + warm, 1 + random.Between(-0.02f, 0.02f), 1 - warm), random.Between(0.65f, 1.1f));
    }

    /// <summary>Luma above black (Y' - 16) in bits 0..7, Cb in 8..15, Cr in 16..23.</summary>
    public uint Pack(Vec3 colour)
    {
        var c = colour * Tint;
        var luma = 0.2126f * c.X + 0.7152f * c.Y + 0.0722f * c.Z;
        var cb = (c.Z - luma) / 1.8556f * Saturation;
        var cr = (c.X - luma) / 1.5748f * Saturation;
        return Byte(219 * luma, 0, 219) | Byte(128 + 224 * cb, 16, 240) << 8 | Byte(128 + 224 * cr, 16, 240) << 16;
    }

    private static uint Byte(float value, float min, float max) => (uint)(Math.Clamp(value, min, max) + 0.5f);
}
