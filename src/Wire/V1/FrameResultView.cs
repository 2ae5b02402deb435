using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>What the bytes of a <see cref="FrameResult"/> say, read where they lie: the message's fields, texts in UTF-8.</summary>
public ref struct FrameResultView
{
    private ReadOnlySpan<byte> _message;

    public ReadOnlySpan<byte> StreamId { get; private set; }

    public ReadOnlySpan<byte> SessionId { get; private set; }

    public long Sequence { get; private set; }

    public long Pts90Khz { get; private set; }

    public uint RtpTimestamp { get; private set; }

    public TimestampView? CaptureTime { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ReadOnlySpan<byte> Model { get; private set; }

    /// <summary>For <see cref="DetectedObjectView.Read"/>; they are not looked at before that.</summary>
    public readonly RepeatedMessages Objects => new(_message, FrameResult.ObjectsFieldNumber);

    public TimingView? Timing { get; private set; }

    public int DroppedSinceLast { get; private set; }

    public ReadOnlySpan<byte> ModelVersion { get; private set; }

    /// <summary>Empty where the frame is not traced.</summary>
    public ReadOnlySpan<byte> Traceparent { get; private set; }

    /// <exception cref="MalformedMessageException">The bytes are no message.</exception>
    public static FrameResultView Read(ReadOnlySpan<byte> message)
    {
        var view = new FrameResultView { _message = message };
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
            view.Take(tag, ref reader);
        return view;
    }

    private void Take(uint tag, ref MessageReader reader)
    {
        switch (tag)
        {
            case FrameResult.StreamIdFieldNumber << 3 | Bytes: StreamId = reader.ReadBytes(); break;
            case FrameResult.SessionIdFieldNumber << 3 | Bytes: SessionId = reader.ReadBytes(); break;
            case FrameResult.SequenceFieldNumber << 3 | Varint: Sequence = (long)reader.ReadVarint(); break;
            case FrameResult.Pts90KhzFieldNumber << 3 | Varint: Pts90Khz = (long)reader.ReadVarint(); break;
            case FrameResult.RtpTimestampFieldNumber << 3 | Fixed32: RtpTimestamp = reader.ReadFixed32(); break;
            case FrameResult.CaptureTimeFieldNumber << 3 | Bytes: CaptureTime = CaptureTime.GetValueOrDefault().With(reader.ReadBytes()); break;
            case FrameResult.WidthFieldNumber << 3 | Varint: Width = (int)reader.ReadVarint(); break;
            case FrameResult.HeightFieldNumber << 3 | Varint: Height = (int)reader.ReadVarint(); break;
            case FrameResult.ModelFieldNumber << 3 | Bytes: Model = reader.ReadBytes(); break;
            case FrameResult.TimingFieldNumber << 3 | Bytes: Timing = Timing.GetValueOrDefault().With(reader.ReadBytes()); break;
            case FrameResult.DroppedSinceLastFieldNumber << 3 | Varint: DroppedSinceLast = (int)reader.ReadVarint(); break;
            case FrameResult.ModelVersionFieldNumber << 3 | Bytes: ModelVersion = reader.ReadBytes(); break;
            case FrameResult.TraceparentFieldNumber << 3 | Bytes: Traceparent = reader.ReadBytes(); break;
            default: reader.Skip(tag); break;
        }
    }
}
