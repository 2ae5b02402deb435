namespace Annotate;

/// <summary>A colour in the samples of one canvas, and how much of it covers what is below (0..255).</summary>
internal readonly record struct Ink(byte C0, byte C1, byte C2, byte Alpha)
{
    /// <summary>65794 at full alpha, so that full coverage × this is 65536 × 256 and more, and replaces the sample exactly.</summary>
    private readonly int _scale = (Alpha * 66_052 + 128) >> 8;

    /// <summary>Lays one component of the ink over a sample.</summary>
    /// <param name="coverage">Share of the sample that the shape covers, 0..255.</param>
    public byte Over(byte below, byte component, int coverage)
    {
        var weight = (coverage * _scale) >> 8;
        return (byte)(below + (((component - below) * weight + 32_768) >> 16));
    }
}
