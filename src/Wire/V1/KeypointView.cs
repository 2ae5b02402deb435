using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>The values of a <see cref="Keypoint"/>.</summary>
public record struct KeypointView(float X, float Y, float Score)
{
    /// <exception cref="MalformedMessageException">The bytes are no message.</exception>
    public static KeypointView Read(ReadOnlySpan<byte> message)
    {
        var view = new KeypointView();
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
        {
            switch (tag)
            {
                case Keypoint.XFieldNumber << 3 | Fixed32: view.X = reader.ReadFloat(); break;
                case Keypoint.YFieldNumber << 3 | Fixed32: view.Y = reader.ReadFloat(); break;
                case Keypoint.ScoreFieldNumber << 3 | Fixed32: view.Score = reader.ReadFloat(); break;
                default: reader.Skip(tag); break;
            }
        }

        return view;
    }
}
