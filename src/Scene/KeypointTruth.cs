namespace Scene;

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
