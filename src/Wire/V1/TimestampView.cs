using Google.Protobuf.WellKnownTypes;
using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>The values of a <see cref="Timestamp"/>, which may be any.</summary>
public record struct TimestampView(long Seconds, int Nanos)
{
    public static TimestampView? Of(Timestamp? time) => time is null ? null : new(time.Seconds, time.Nanos);

    /// <inheritdoc cref="BoxView.With"/>
    internal readonly TimestampView With(ReadOnlySpan<byte> message)
    {
        var view = this;
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
        {
            switch (tag)
            {
                case Timestamp.SecondsFieldNumber << 3 | Varint: view.Seconds = (long)reader.ReadVarint(); break;
                case Timestamp.NanosFieldNumber << 3 | Varint: view.Nanos = (int)reader.ReadVarint(); break;
                default: reader.Skip(tag); break;
            }
        }

        return view;
    }
}
