namespace Annotate;

/// <summary>How the 17 COCO keypoints hang together: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles; left before right.</summary>
internal static class CocoSkeleton
{
    public const int KeypointCount = 17;

    /// <summary>Nose, eyes and ears come first.</summary>
    public const int FaceKeypoints = 5;

    // Blue against orange: the pair that every common colour blindness keeps apart.
    private static readonly Rgb Left = Rgb.FromHex(0x36C2FF);
    private static readonly Rgb Right = Rgb.FromHex(0xFF9A2E);
    private static readonly Rgb Middle = Rgb.FromHex(0xF2F2F2);

    private static readonly (byte From, byte To)[] LimbTable =
    [
        (0, 1), (0, 2), (1, 3), (2, 4), // face
        (5, 6), (5, 11), (6, 12), (11, 12), // trunk
        (5, 7), (7, 9), (6, 8), (8, 10), // arms
        (11, 13), (13, 15), (12, 14), (14, 16), // legs
    ];

    /// <summary>Pairs of keypoints that a line joins.</summary>
    public static ReadOnlySpan<(byte From, byte To)> Limbs => LimbTable;

    /// <summary>Colour of a keypoint: the person's left side, right side, or nose.</summary>
    public static Rgb ColourOf(int keypoint) => keypoint == 0 ? Middle : (keypoint & 1) == 1 ? Left : Right;

    /// <summary>Colour of a line: its side's, or neutral where it crosses the body.</summary>
    public static Rgb ColourOf(int from, int to) => from == 0 ? ColourOf(to) : ((from ^ to) & 1) == 0 ? ColourOf(from) : Middle;
}
