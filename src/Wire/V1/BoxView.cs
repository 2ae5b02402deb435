using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>The values of a <see cref="Box"/>.</summary>
public record struct BoxView(float XMin, float YMin, float XMax, float YMax)
{
    /// <summary>What a message says wins over what others of the same field said before it: so protobuf joins them.</summary>
    internal readonly BoxView With(ReadOnlySpan<byte> message)
    {
        var view = this;
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
        {
            switch (tag)
            {
                case Box.XMinFieldNumber << 3 | Fixed32: view.XMin = reader.ReadFloat(); break;
                case Box.YMinFieldNumber << 3 | Fixed32: view.YMin = reader.ReadFloat(); break;
                case Box.XMaxFieldNumber << 3 | Fixed32: view.XMax = reader.ReadFloat(); break;
                case Box.YMaxFieldNumber << 3 | Fixed32: view.YMax = reader.ReadFloat(); break;
                default: reader.Skip(tag); break;
            }
        }

        return view;
    }
}
