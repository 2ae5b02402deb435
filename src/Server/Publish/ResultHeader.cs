using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire.V1;

namespace Server.Publish;

/// <summary>The identity of a result; of one that is there as bytes it is read without making the objects in it.</summary>
/// <param name="CaptureTime">Null where the source does not tell it.</param>
internal readonly record struct ResultHeader(string StreamId, string SessionId, long Sequence, long Pts90Khz, Timestamp? CaptureTime)
{
    public static ResultHeader Of(FrameResult result) => new(result.StreamId, result.SessionId, result.Sequence, result.Pts90Khz, result.CaptureTime);

    /// <exception cref="InvalidProtocolBufferException">The bytes are no <see cref="FrameResult"/>.</exception>
    public static ResultHeader Read(byte[] result)
    {
        var header = new ResultHeader("", "", 0, 0, null);
        using var input = new CodedInputStream(result);
        while (input.ReadTag() is var tag && tag != 0)
            header = header.With(tag, input);
        return header;
    }

    private ResultHeader With(uint tag, CodedInputStream input)
    {
        switch (tag)
        {
            case FrameResult.StreamIdFieldNumber << 3 | (int)WireFormat.WireType.LengthDelimited: return this with { StreamId = input.ReadString() };
            case FrameResult.SessionIdFieldNumber << 3 | (int)WireFormat.WireType.LengthDelimited: return this with { SessionId = input.ReadString() };
            case FrameResult.SequenceFieldNumber << 3 | (int)WireFormat.WireType.Varint: return this with { Sequence = input.ReadInt64() };
            case FrameResult.Pts90KhzFieldNumber << 3 | (int)WireFormat.WireType.Varint: return this with { Pts90Khz = input.ReadInt64() };
            case FrameResult.CaptureTimeFieldNumber << 3 | (int)WireFormat.WireType.LengthDelimited:
                var time = new Timestamp();
                input.ReadMessage(time);
                return this with { CaptureTime = time };
            default:
                input.SkipLastField();
                return this;
        }
    }
}
