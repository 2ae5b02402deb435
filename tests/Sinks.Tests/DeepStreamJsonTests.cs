using System.Buffers;
using System.Text;
using Google.Protobuf;
using Wire.V1;
using Xunit;

namespace Sinks.Tests;

public sealed class DeepStreamJsonTests
{
    private static string Write(FrameResult result)
    {
        using var json = new DeepStreamJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(result.ToByteArray(), 1767322800120, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static DetectedObject Found(string label, params Keypoint[] keypoints) => new()
    {
        Label = label, Score = 0.91f, TrackId = 7, Box = new Box { XMin = 17.25f, YMin = 230, XMax = 801.5f, YMax = 768.1234f }, Keypoints = { keypoints },
    };

    [Fact]
    public void A_frame_is_one_message_with_a_line_for_each_object()
    {
        var result = new FrameResult { StreamId = "gate-3", Sequence = 41, Objects = { Found("person"), Found("traffic light") } };
        Assert.Equal(
            """{"version":"4.0","id":"41","@timestamp":"2026-01-02T03:00:00.120Z","sensorId":"gate-3","objects":["7|17.25|230|801.5|768.123|person|#||||||0.91","7|17.25|230|801.5|768.123|traffic light|#|||||||0.91"]}""",
            Write(result));
    }

    [Fact]
    public void A_pose_has_the_names_of_COCO()
    {
        var points = Enumerable.Range(0, 17).Select(i => new Keypoint { X = i, Y = 0.5f, Score = 1 }).ToArray();
        var written = Write(new FrameResult { Objects = { Found("person", points) } });
        Assert.Contains("|0.91|#|pose2D|nose,0,0.5,1|left-eye,1,0.5,1|right-eye,2,0.5,1|", written, StringComparison.Ordinal);
        Assert.Contains("|right-ankle,16,0.5,1|\"]", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skeleton_of_another_model_has_numbers() =>
        Assert.Contains("|#|pose2D|0,1,2,0.5|\"", Write(new FrameResult { Objects = { Found("hand", new Keypoint { X = 1, Y = 2, Score = 0.5f }) } }), StringComparison.Ordinal);

    [Fact]
    public void A_label_cannot_break_the_line_or_the_JSON() =>
        Assert.Contains("|a_b\\\"c|#|", Write(new FrameResult { Objects = { Found("a|b\"c") } }), StringComparison.Ordinal);

    [Fact]
    public void An_object_without_a_box_and_one_of_many_points_are_written()
    {
        var many = Enumerable.Range(0, 5000).Select(_ => new Keypoint { X = 1234.567f }).ToArray();
        var written = Write(new FrameResult { Objects = { new DetectedObject { Label = "person" }, Found("mesh", many) } });
        Assert.Contains("\"0|0|0|0|0|person|#||||||0\"", written, StringComparison.Ordinal);
        Assert.Equal(5000, written.Split("1234.567").Length - 1);
    }

    [Fact]
    public void A_frame_that_knows_its_time_of_capture_has_that() => Assert.Contains(
        "\"@timestamp\":\"2026-01-02T03:00:00.007Z\"", Write(new() { CaptureTime = new() { Seconds = 1767322800, Nanos = 7_999_999 } }), StringComparison.Ordinal);
}
