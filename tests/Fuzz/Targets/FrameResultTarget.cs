using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sinks;
using Wire;
using Wire.V1;
using Xunit;

namespace Fuzz.Targets;

/// <summary>A result's bytes as a broken disk may leave them: whatever protobuf reads of them is what their JSON says.</summary>
public sealed class FrameResultTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        new FrameResult
        {
            StreamId = "gate", SessionId = "1", Sequence = 41, Pts90Khz = -9000, RtpTimestamp = 4294000000, Width = 1920, Height = 1080,
            CaptureTime = new Timestamp { Seconds = 1767322800, Nanos = 120_000_000 },
            Objects = { new DetectedObject { Label = "person", Score = 0.5f, Box = new Box { XMax = 9 }, Keypoints = { new Keypoint { X = 1, Y = 2 } } } },
            Timing = new Timing { InferUs = 27400 },
        }.ToByteArray(),
        [],
    ];

    public override bool Feed(byte[] input)
    {
        var (result, json) = (Parse(input), Write(input));
        // What is left of a message may still be one where protobuf finds fault with it: a text that is not Unicode, say.
        if (result is null)
            return false;
        Assert.NotNull(json);
        Assert.Equal(FrameResultJsonTarget.Write(result), FrameResultJsonTarget.Write(FrameResultJson.Parse(json)));
        return true;
    }

    private static FrameResult? Parse(byte[] input)
    {
        try
        {
            return FrameResult.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static byte[]? Write(byte[] input)
    {
        try
        {
            using var deepStream = new DeepStreamJson();
            deepStream.Write(input, 0, new System.Buffers.ArrayBufferWriter<byte>());
            return FrameResultJsonTarget.Write(input);
        }
        catch (MalformedMessageException)
        {
            return null;
        }
    }
}
