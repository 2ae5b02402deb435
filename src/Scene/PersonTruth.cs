namespace Scene;

/// <summary>A person who is at least partly inside the picture, seen or hidden.</summary>
/// <param name="Id">The same person in every frame of a scene, from 1.</param>
/// <param name="XMin">Left edge of the box in pixels. The box is that of the whole body, hidden parts included, cut at the picture's edge.</param>
/// <param name="YMin">Top edge.</param>
/// <param name="XMax">Right edge.</param>
/// <param name="YMax">Bottom edge.</param>
/// <param name="Area">Pixels that the body would cover inside the picture if it were alone.</param>
/// <param name="VisibleFraction">The share of them that shows; 0..1.</param>
public readonly record struct PersonTruth(int Id, float XMin, float YMin, float XMax, float YMax, int Area, float VisibleFraction)
{
    public float Width => XMax - XMin;
    public float Height => YMax - YMin;
}

/// <summary>Whether a keypoint can be seen. The numbers are those of <see cref="KeypointTruth.Visibility"/> in this library, and in COCO but for 0.</summary>
public enum KeypointVisibility : byte
{
    /// <summary>Outside the picture.</summary>
    OutOfPicture = 0,

    /// <summary>In the picture, behind somebody, something or the person's own body.</summary>
    Occluded = 1,

    /// <summary>In the picture and in sight.</summary>
    Visible = 2,
}

/// <summary>One of the 17 COCO keypoints; pixels from the picture's top left corner, pixel centres at one half.</summary>
public readonly record struct KeypointTruth(float X, float Y, KeypointVisibility Visibility);
