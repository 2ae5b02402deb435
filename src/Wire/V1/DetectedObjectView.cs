using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>What the bytes of a <see cref="DetectedObject"/> say, as <see cref="FrameResultView"/> does.</summary>
public ref struct DetectedObjectView
{
    private ReadOnlySpan<byte> _message;

    public int ClassId { get; private set; }

    public ReadOnlySpan<byte> Label { get; private set; }

    public float Score { get; private set; }

    public BoxView? Box { get; private set; }

    public int TrackId { get; private set; }

    /// <summary>For <see cref="KeypointView.Read"/>.</summary>
    public readonly RepeatedMessages Keypoints => new(_message, DetectedObject.KeypointsFieldNumber);

    /// <exception cref="MalformedMessageException">The bytes are no message.</exception>
    public static DetectedObjectView Read(ReadOnlySpan<byte> message)
    {
        var view = new DetectedObjectView { _message = message };
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
            view.Take(tag, ref reader);
        return view;
    }

    private void Take(uint tag, ref MessageReader reader)
    {
        switch (tag)
        {
            case DetectedObject.ClassIdFieldNumber << 3 | Varint: ClassId = (int)reader.ReadVarint(); break;
            case DetectedObject.LabelFieldNumber << 3 | Bytes: Label = reader.ReadBytes(); break;
            case DetectedObject.ScoreFieldNumber << 3 | Fixed32: Score = reader.ReadFloat(); break;
            case DetectedObject.BoxFieldNumber << 3 | Bytes: Box = Box.GetValueOrDefault().With(reader.ReadBytes()); break;
            case DetectedObject.TrackIdFieldNumber << 3 | Varint: TrackId = (int)reader.ReadVarint(); break;
            default: reader.Skip(tag); break;
        }
    }
}
