using Inference.Postprocess;
using Inference.Preprocess;
using Media;
using Xunit;

namespace Inference.Tests.Postprocess;

public class SuppressionTests
{
    private static readonly LetterboxTransform Same = LetterboxTransform.Fit(640, 640, 640, 640);

    [Fact]
    public void Of_two_boxes_of_one_class_that_overlap_the_better_stays()
    {
        // 20×10 boxes shifted by 5: shared 150 of 250, IoU 0.6.
        var output = YoloOutput.Anchors(16, 2).Anchor(0, 50, 50, 20, 10, 0, 0.5f).Anchor(1, 55, 50, 20, 10, 0, 0.7f);
        Assert.Equal([0.7f], output.Decode(new() { Iou = 0.59f }).Objects.ToArray().Select(o => o.Score));
        Assert.Equal(2, output.Decode(new() { Iou = 0.6f }).Count);
        Assert.Equal(2, output.Decode(new() { Iou = 0.61f }).Count);
    }

    [Fact]
    public void Boxes_of_two_classes_do_not_meet()
    {
        var output = YoloOutput.Anchors(16, 2).Anchor(0, 50, 50, 20, 10, 0, 0.5f).Anchor(1, 50, 50, 20, 10, 1, 0.7f);
        Assert.Equal(2, output.Decode().Count);
    }

    [Fact]
    public void A_suppressed_box_suppresses_none()
    {
        // Each overlaps its neighbour by 0.6 and the next but one by a third: the middle one falls to the first, the third stays.
        var output = YoloOutput.Anchors(16, 1)
            .Anchor(0, 50, 50, 20, 10, 0, 0.9f).Anchor(1, 55, 50, 20, 10, 0, 0.8f).Anchor(2, 60, 50, 20, 10, 0, 0.7f);
        Assert.Equal([0.9f, 0.7f], output.Decode(new() { Iou = 0.5f }).Objects.ToArray().Select(o => o.Score));
    }

    [Fact]
    public void Equal_scores_keep_the_order_of_their_anchors()
    {
        var output = YoloOutput.Anchors(16, 1).Anchor(9, 52, 50, 20, 10, 0, 0.5f).Anchor(4, 50, 50, 20, 10, 0, 0.5f);
        Assert.Equal(80, output.Decode().Objects[0].XMin);
        Assert.Equal(1, output.Decode().Count);
    }

    [Theory]
    [InlineData(nameof(SimdLevel.Scalar))]
    [InlineData(nameof(SimdLevel.Avx2))]
    [InlineData(nameof(SimdLevel.Avx512))]
    public void Random_crowds_give_what_the_naive_algorithm_gives(string kernel)
    {
        var level = Enum.Parse<SimdLevel>(kernel);
        Assert.SkipUnless(SimdLevels.IsSupported(level), $"this machine has no {level}");
        (int, int, int)[] crowds = [(1, 1, 300), (15, 2, 300), (17, 3, 5), (500, 4, 300), (2049, 1, 300), (8400, 80, 300), (8400, 2, 1000)];
        foreach (var (anchors, classes, maxDetections) in crowds)
        {
            var output = Crowd(anchors, classes, seed: anchors);
            var thresholds = new Thresholds { Confidence = 0.3f, Iou = 0.45f, MaxDetections = maxDetections };
            var found = new Detections(1000, 0);
            new YoloDecoder(output.Model, level).Decode(output.Output, Same, thresholds, found);
            Assert.Equal(Naive(output, anchors, classes, thresholds), found.Objects);
        }
    }

    [Fact]
    public void An_output_where_every_anchor_passes_is_bounded_by_max_detections()
    {
        var output = Crowd(33600, 2, seed: 1);
        var found = output.Decode(new() { Confidence = 0.001f, Iou = 1, MaxDetections = 250 }, Same);
        Assert.Equal(250, found.Count);
    }

    /// <summary>Boxes in clusters, so that many overlap; every second score is below 0.5.</summary>
    private static YoloOutput Crowd(int anchors, int classes, int seed)
    {
        var random = new Random(seed);
        var output = YoloOutput.Anchors(anchors, classes);
        for (var i = 0; i < anchors; i++)
        {
            var (x, y) = (40 + i % 12 * 50 + random.NextSingle() * 20, 40 + i % 11 * 50 + random.NextSingle() * 20);
            output.Anchor(i, x, y, 30 + random.NextSingle() * 30, 30 + random.NextSingle() * 30, random.Next(classes), random.NextSingle());
            output[i, 4 + random.Next(classes)] = random.NextSingle();
        }

        return output;
    }

    private static DetectedObject[] Naive(YoloOutput output, int anchors, int classes, Thresholds thresholds)
    {
        var waiting = new List<DetectedObject>();
        for (var i = 0; i < anchors; i++)
        {
            var scores = Enumerable.Range(0, classes).Select(id => output[i, 4 + id]).ToList();
            var score = scores.Max();
            var (x, y, w, h) = (output[i, 0], output[i, 1], output[i, 2], output[i, 3]);
            if (score > thresholds.Confidence)
                waiting.Add(new(scores.IndexOf(score), score, x - w / 2, y - h / 2, x + w / 2, y + h / 2));
        }

        var kept = new List<DetectedObject>();
        foreach (var candidate in waiting.OrderByDescending(o => o.Score))
        {
            var same = kept.Where(k => k.ClassId == candidate.ClassId);
            if (kept.Count < thresholds.MaxDetections && !same.Any(k => Iou(k, candidate) > thresholds.Iou))
                kept.Add(candidate);
        }

        return [.. kept.Select(o => o with { XMin = Clip(o.XMin), YMin = Clip(o.YMin), XMax = Clip(o.XMax), YMax = Clip(o.YMax) })];
    }

    private static float Clip(float v) => Math.Clamp(v, 0, 640);

    private static float Iou(DetectedObject a, DetectedObject b)
    {
        var width = Math.Max(0, Math.Min(a.XMax, b.XMax) - Math.Max(a.XMin, b.XMin));
        var height = Math.Max(0, Math.Min(a.YMax, b.YMax) - Math.Max(a.YMin, b.YMin));
        var (areaA, areaB) = ((a.XMax - a.XMin) * (a.YMax - a.YMin), (b.XMax - b.XMin) * (b.YMax - b.YMin));
        return width * height / (areaA + areaB - width * height);
    }
}
