using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Server.Publish;
using Wire.V1;
using Xunit;

namespace Fuzz.Targets;

/// <summary>A result's bytes as a broken disk may leave them: what is read of it is what the whole message says.</summary>
public sealed class ResultHeaderTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        new FrameResult { StreamId = "gate", SessionId = "s", Sequence = 300, Pts90Khz = -1, CaptureTime = new Timestamp { Seconds = 5, Nanos = 6 }, Model = "m" }.ToByteArray(),
        new FrameResult { StreamId = "gate", Objects = { new DetectedObject { Label = "person", Keypoints = { new Keypoint { X = 1 } } } } }.ToByteArray(),
    ];

    public override bool Feed(byte[] input)
    {
        if (Whole(input) is not { } whole)
            return false;
        var header = ResultHeader.Read(input);
        Assert.Equal((whole.StreamId, whole.SessionId, whole.Sequence, whole.Pts90Khz), (header.StreamId, header.SessionId, header.Sequence, header.Pts90Khz));
        RecordTime.Text(RecordTime.UnixMilliseconds(header.CaptureTime, 0));
        return true;
    }

    private static FrameResult? Whole(byte[] input)
    {
        try
        {
            return FrameResult.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException)
        {
            try
            {
                // It looks at less, and so may take what the whole message is not.
                ResultHeader.Read(input);
            }
            catch (InvalidProtocolBufferException)
            {
                // Its one way to refuse.
            }

            return null;
        }
    }
}
