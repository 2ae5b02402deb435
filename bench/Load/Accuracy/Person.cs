using Inference.Postprocess;
using Media;

namespace Load.Accuracy;

/// <summary>Somebody in a picture, labelled or found; pixels of the picture.</summary>
/// <param name="Score">Of a found person, 0..1.</param>
/// <param name="Keypoints">17 in COCO's order, or none. Of a label, those count whose score is above zero.</param>
/// <param name="Ignored">A label that finding or missing it neither helps nor hurts, as COCO's crowds.</param>
internal sealed record Person(float Score, Box Box, IReadOnlyList<Keypoint> Keypoints, bool Ignored = false)
{
    /// <summary>Smaller people are not judged: at the default input size less than 20 pixels of them are left.</summary>
    public const float LeastHeight = 40;

    public bool IsSmall => Box.YMax - Box.YMin < LeastHeight;

    /// <summary>Intersection over union, 0..1; with an ignored label the intersection over the found box alone, as COCO has it.</summary>
    public float Overlap(Person found)
    {
        var (a, b) = (Box, found.Box);
        var width = MathF.Min(a.XMax, b.XMax) - MathF.Max(a.XMin, b.XMin);
        var height = MathF.Min(a.YMax, b.YMax) - MathF.Max(a.YMin, b.YMin);
        if (width <= 0 || height <= 0)
            return 0;
        var shared = width * height;
        return shared / (Ignored ? b.Area : a.Area + b.Area - shared);
    }
}
