using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire.V1;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Protobuf bytes: whatever can be read can be written as JSON, and that JSON be read.</summary>
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
        FrameResult result;
        try
        {
            result = FrameResult.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
        var json = FrameResultJsonTarget.Write(result);
        Assert.Equal(json, FrameResultJsonTarget.Write(FrameResultJson.Parse(json)));
        return true;
    }
}
