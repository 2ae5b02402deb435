using Inference.Model;
using Inference.Postprocess;
using Media;
using Xunit;

namespace Inference.Tests.Postprocess;

public class YoloDecoderTests
{
    [Fact]
    public void A_box_is_told_in_picture_pixels_with_its_best_class()
    {
        var output = YoloOutput.Anchors(50, classes: 3).Anchor(17, 50, 50, 20, 10, classId: 2, 0.8f);
        output[17, 4] = 0.3f;
        Assert.Equal([new DetectedObject(2, 0.8f, 80, 40, 120, 60)], output.Decode().Objects);
    }

    [Fact]
    public void Nothing_above_the_confidence_is_nothing_found()
    {
        Assert.Equal(0, YoloOutput.Anchors(20, 2).Decode().Count);
        Assert.Equal(0, YoloOutput.Anchors(20, 2).Anchor(0, 50, 50, 20, 20, 0, 0.25f).Decode().Count);
        Assert.Equal(1, YoloOutput.Anchors(20, 2).Anchor(0, 50, 50, 20, 20, 0, MathF.BitIncrement(0.25f)).Decode().Count);
        Assert.Equal(0, YoloOutput.Anchors(20, 2).Anchor(0, 50, 50, 20, 20, 0, -1).Decode(new() { Confidence = -2 }).Count);
    }

    [Fact]
    public void Boxes_and_keypoints_are_clipped_to_the_picture()
    {
        var output = YoloOutput.Anchors(9, 1, keypoints: 2, dims: 3).Anchor(3, 5, 30, 40, 40, 0, 0.9f);
        (output[3, 5], output[3, 6], output[3, 7]) = (-4, 10, 0.5f);
        (output[3, 8], output[3, 9], output[3, 10]) = (30, 60, 0.25f);

        var found = output.Decode();
        Assert.Equal([new DetectedObject(0, 0.9f, 0, 0, 50, 50)], found.Objects);
        Assert.Equal([new Keypoint(0, 0, 0.5f), new Keypoint(60, 70, 0.25f)], found.KeypointsOf(0));
    }

    [Fact]
    public void Keypoints_without_visibility_count_as_seen()
    {
        var output = YoloOutput.Anchors(9, 1, keypoints: 2, dims: 2).Anchor(3, 50, 50, 40, 40, 0, 0.9f);
        (output[3, 5], output[3, 6], output[3, 7], output[3, 8]) = (40, 45, 60, 55);
        Assert.Equal([new Keypoint(80, 40, 1), new Keypoint(120, 60, 1)], output.Decode().KeypointsOf(0));
    }

    [Fact]
    public void A_keypoint_that_is_no_number_is_unseen_and_its_object_stays()
    {
        var output = YoloOutput.Anchors(9, 1, keypoints: 2, dims: 3).Anchor(3, 50, 50, 40, 40, 0, 0.9f);
        (output[3, 5], output[3, 6], output[3, 7]) = (float.NaN, 45, 0.5f);
        (output[3, 8], output[3, 9], output[3, 10]) = (40, float.PositiveInfinity, 0.5f);
        Assert.Equal([default, default], output.Decode().KeypointsOf(0));
    }

    [Fact]
    public void The_best_score_comes_first_and_at_most_max_detections_are_kept()
    {
        var output = YoloOutput.Anchors(40, 2);
        for (var i = 0; i < 10; i++)
            output.Anchor(i * 4, 5 + 10 * i, 50, 6, 6, i % 2, 0.3f + 0.05f * i);

        Assert.Equal([0.75f, 0.7f, 0.65f], output.Decode(new() { MaxDetections = 3 }).Objects.ToArray().Select(o => o.Score), Near);
        Assert.Equal(2, output.Decode(capacity: 2).Count);
        Assert.Equal(10, output.Decode().Count);
    }

    [Fact]
    public void Only_wanted_classes_are_kept_and_an_unwanted_best_class_hides_no_second()
    {
        var output = YoloOutput.Anchors(9, 3)
            .Anchor(0, 20, 50, 8, 8, 0, 0.9f).Anchor(1, 50, 50, 8, 8, 1, 0.8f).Anchor(2, 80, 50, 8, 8, 2, 0.7f);
        output[0, 4 + 1] = 0.85f;
        var found = output.Decode(new() { Classes = new HashSet<int> { 1, 7 } });
        Assert.Equal([1], found.Objects.ToArray().Select(o => o.ClassId));
        Assert.Equal(0.8f, found.Objects[0].Score);
        Assert.Equal(0, output.Decode(new() { Classes = new HashSet<int>() }).Count);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_gives_no_box(float rubbish)
    {
        for (var value = 0; value < 6; value++)
        {
            var output = YoloOutput.Anchors(33, 2).Anchor(5, 50, 50, 20, 20, 0, 0.9f).Anchor(9, 20, 50, 10, 10, 1, 0.5f);
            output[5, value] = rubbish;

            // A class score that never wins leaves the other class's: NaN and -Inf of class 1 do not hide 0.9 of class 0.
            var expected = value == 5 && !float.IsPositiveInfinity(rubbish) ? 2 : 1;
            Assert.Equal(expected, output.Decode().Count);
        }

        var all = YoloOutput.Anchors(100, 4);
        all.Output.AsSpan().Fill(rubbish);
        Assert.Equal(0, all.Decode().Count);
    }

    [Fact]
    public void A_box_without_area_in_the_picture_is_no_object()
    {
        Assert.Equal(0, YoloOutput.Anchors(9, 1).Anchor(0, 50, 10, 20, 20, 0, 0.9f).Decode().Count);
        Assert.Equal(0, YoloOutput.Anchors(9, 1).Anchor(0, 50, 50, -20, -20, 0, 0.9f).Decode().Count);
        Assert.Equal(0, YoloOutput.Anchors(9, 1).Anchor(0, 50, 50, 0, 20, 0, 0.9f).Decode().Count);
    }

    [Fact]
    public void Rows_after_nms_are_sorted_filtered_and_not_suppressed_again()
    {
        var output = new YoloOutput(YoloOutput.Describe(OutputLayout.EndToEnd, 3, keypoints: 1, dims: 3), 7)
            .Row(0, 10, 30, 20, 40, 0.4f, 1).Row(1, 10, 30, 20, 40, 0.6f, 1).Row(2, 10, 30, 20, 40, 0.2f, 1)
            .Row(3, 10, 30, 20, 40, 0.9f, 3).Row(4, 10, 30, 20, 40, 0.9f, -1).Row(5, 10, 30, 20, 40, 0.9f, float.NaN);
        (output[1, 6], output[1, 7], output[1, 8]) = (15, 35, 0.7f);

        var found = output.Decode();
        Assert.Equal([new DetectedObject(1, 0.6f, 20, 10, 40, 30), new DetectedObject(1, 0.4f, 20, 10, 40, 30)], found.Objects);
        Assert.Equal([new Keypoint(30, 20, 0.7f)], found.KeypointsOf(0));
        Assert.Equal(1, output.Decode(new() { MaxDetections = 1 }).Count);
        Assert.Equal(0, output.Decode(new() { Classes = new HashSet<int> { 0 } }).Count);
    }

    [Fact]
    public void An_output_or_a_buffer_of_another_model_is_refused()
    {
        var decoder = new YoloDecoder(YoloOutput.Describe(OutputLayout.Anchors, 2));
        var size = Assert.Throws<ArgumentException>(() => decoder.Decode(new float[7], YoloOutput.Half, Thresholds.Default, new(10, 0)));
        Assert.Contains("7 values; model gives a multiple of 6", size.Message, StringComparison.Ordinal);
        var buffer = Assert.Throws<ArgumentException>(() => decoder.Decode(new float[6], YoloOutput.Half, Thresholds.Default, new(10, 17)));
        Assert.Contains("17 keypoints per object; model gives 0", buffer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoding_again_replaces_what_was_found_and_allocates_nothing()
    {
        var first = YoloOutput.Anchors(3000, 80, keypoints: 2, dims: 3).Anchor(2999, 50, 50, 20, 20, 79, 0.9f);
        var second = YoloOutput.Anchors(700, 80, keypoints: 2, dims: 3);
        var wanted = new Thresholds { Classes = new HashSet<int> { 79 } };
        var (decoder, found) = (new YoloDecoder(first.Model), new Detections(300, 2));
        decoder.Decode(first.Output, YoloOutput.Half, wanted, found);
        decoder.Decode(second.Output, YoloOutput.Half, wanted, found);
        Assert.Equal(0, found.Count);

        Assert.Equal(0, Allocated.By(() => decoder.Decode(first.Output, YoloOutput.Half, wanted, found), times: 10));
        Assert.Equal(1, found.Count);
    }

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-6f;
}
