namespace Media;

/// <summary>What must be done to stored samples so that the picture stands upright; numbered as EXIF numbers it (CIPA DC-008, tag 0x0112).</summary>
public enum Orientation
{
    Upright = 1,
    MirrorHorizontally = 2,
    Rotate180 = 3,
    MirrorVertically = 4,

    /// <summary>Mirror along the diagonal from top left.</summary>
    Transpose = 5,

    /// <summary>Turn clockwise by 90 degrees.</summary>
    Rotate90 = 6,

    /// <summary>Mirror along the diagonal from top right.</summary>
    Transverse = 7,

    /// <summary>Turn counter-clockwise by 90 degrees.</summary>
    Rotate270 = 8,
}
