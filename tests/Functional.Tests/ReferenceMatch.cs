using System.Text.Json;

namespace Functional.Tests;

/// <summary>How results compare with the reference outputs: reference boxes of score ≥ 0.4, matched by class at IoU > 0.5, each result once.</summary>
internal sealed class ReferenceMatch
{
    private const double ReferenceScore = 0.4;
    private const double MatchIou = 0.5;

    /// <summary>What is found with this score is in the reference, if with a lower one.</summary>
    private const double SureScore = 0.5;

    private int _found;
    private int _keypoints;
    private double _iou;
    private double _score;
    private double _keypointDistance;

    public int References { get; private set; }

    /// <summary>Sure finds that the reference does not have with any score.</summary>
    public int Extra { get; private set; }

    public double Found => (double)_found / References;

    public double MeanIou => _iou / _found;

    public double MeanScoreDifference => _score / _found;

    /// <summary>Distance / sqrt(box area), over all keypoints of matched people.</summary>
    public double MeanKeypointDistance => _keypoints == 0 ? 0 : _keypointDistance / _keypoints;

    public override string ToString() =>
        $"{_found}/{References} found, {Extra} others ({Found:P2}), IoU {MeanIou:0.0000}, |Δscore| {MeanScoreDifference:0.0000}, keypoints {MeanKeypointDistance:0.0000}";

    /// <param name="references">"detections" or "poses" of one reference frame.</param>
    /// <param name="result">A FrameResult as JSON.</param>
    public void Add(JsonElement references, JsonElement result)
    {
        var objects = result.GetProperty("objects").EnumerateArray().ToList();
        Extra += objects.Count(found => found.GetProperty("score").GetDouble() >= SureScore
            && !references.EnumerateArray().Any(reference => SameClass(reference, found) && Iou(reference, found) > MatchIou));
        foreach (var reference in references.EnumerateArray().OrderByDescending(reference => reference.GetProperty("score").GetDouble()))
        {
            if (reference.GetProperty("score").GetDouble() < ReferenceScore)
                continue;
            References++;
            var best = objects.Where(found => SameClass(reference, found)).MaxBy(found => Iou(reference, found));
            if (best.ValueKind == JsonValueKind.Undefined || Iou(reference, best) <= MatchIou)
                continue;
            objects.Remove(best);
            Matched(reference, best);
        }
    }

    private void Matched(JsonElement reference, JsonElement found)
    {
        _found++;
        _iou += Iou(reference, found);
        _score += Math.Abs(reference.GetProperty("score").GetDouble() - found.GetProperty("score").GetDouble());
        if (!reference.TryGetProperty("keypoints", out var keypoints))
            return;

        var box = Box(reference);
        var scale = Math.Sqrt((box[2] - box[0]) * (box[3] - box[1]));
        foreach (var (truth, keypoint) in keypoints.EnumerateArray().Zip(found.GetProperty("keypoints").EnumerateArray()))
        {
            var dx = truth[0].GetDouble() - keypoint.GetProperty("x").GetDouble();
            var dy = truth[1].GetDouble() - keypoint.GetProperty("y").GetDouble();
            _keypointDistance += Math.Sqrt(dx * dx + dy * dy) / scale;
            _keypoints++;
        }
    }

    private static bool SameClass(JsonElement reference, JsonElement found) =>
        reference.GetProperty("class").GetInt32() == found.GetProperty("classId").GetInt32();

    private static double[] Box(JsonElement reference) => [.. reference.GetProperty("box").EnumerateArray().Select(value => value.GetDouble())];

    private static double Iou(JsonElement reference, JsonElement found)
    {
        var a = Box(reference);
        var box = found.GetProperty("box");
        double[] b = [.. new[] { "xMin", "yMin", "xMax", "yMax" }.Select(name => box.GetProperty(name).GetDouble())];
        var width = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]);
        var height = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]);
        if (width <= 0 || height <= 0)
            return 0;
        var both = width * height;
        return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both);
    }
}
