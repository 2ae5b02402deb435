using Media;

namespace Annotate.Tests;

/// <summary>Objects to draw.</summary>
internal static class Found
{
    public static Detections Boxes(params ReadOnlySpan<DetectedObject> boxes)
    {
        var found = new Detections(boxes.Length, 0);
        foreach (ref readonly var box in boxes)
            found.Add(box);
        return found;
    }

    /// <summary>A person who stands in a box, arms spread.</summary>
    /// <param name="leftWrist">Put there instead.</param>
    public static Detections Person(DetectedObject box, float keypointScore, Keypoint? leftWrist = null)
    {
        var found = new Detections(1, 17);
        var pose = found.Add(box);
        ReadOnlySpan<(float X, float Y)> places =
        [
            (.50f, .10f), (.54f, .08f), (.46f, .08f), (.58f, .09f), (.42f, .09f), (.70f, .22f), (.30f, .22f), (.85f, .35f), (.15f, .35f),
            (.95f, .20f), (.05f, .20f), (.62f, .52f), (.38f, .52f), (.66f, .74f), (.34f, .74f), (.68f, .96f), (.32f, .96f),
        ];
        for (var i = 0; i < places.Length; i++)
            pose[i] = new Keypoint(Lerp(box.XMin, box.XMax, places[i].X), Lerp(box.YMin, box.YMax, places[i].Y), keypointScore);
        pose[9] = leftWrist ?? pose[9];
        return found;
    }

    private static float Lerp(float from, float to, float share) => from + share * (to - from);
}
