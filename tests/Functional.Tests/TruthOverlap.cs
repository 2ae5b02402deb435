using Media;
using Scene;

namespace Functional.Tests;

/// <summary>How well a detection agrees with a rendered person.</summary>
internal static class TruthOverlap
{
    /// <summary>Intersection over union of the two boxes, 0..1.</summary>
    public static float Iou(this in PersonTruth truth, in DetectedObject found)
    {
        var width = Math.Min(found.XMax, truth.XMax) - Math.Max(found.XMin, truth.XMin);
        var height = Math.Min(found.YMax, truth.YMax) - Math.Max(found.YMin, truth.YMin);
        if (width <= 0 || height <= 0)
            return 0;
        var both = width * height;
        return both / ((found.XMax - found.XMin) * (found.YMax - found.YMin) + truth.Width * truth.Height - both);
    }
}
