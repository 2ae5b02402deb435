using static Wire.MessageReader;

namespace Wire.V1;

/// <summary>The values of a <see cref="Timing"/>.</summary>
public record struct TimingView(uint DecodeUs, uint QueueUs, uint PreprocessUs, uint InferUs, uint PostprocessUs, uint PublishUs, uint TotalUs)
{
    /// <inheritdoc cref="BoxView.With"/>
    internal readonly TimingView With(ReadOnlySpan<byte> message)
    {
        var view = this;
        var reader = new MessageReader(message);
        while (reader.ReadTag() is var tag && tag != 0)
        {
            switch (tag)
            {
                case Timing.DecodeUsFieldNumber << 3 | Varint: view.DecodeUs = (uint)reader.ReadVarint(); break;
                case Timing.QueueUsFieldNumber << 3 | Varint: view.QueueUs = (uint)reader.ReadVarint(); break;
                case Timing.PreprocessUsFieldNumber << 3 | Varint: view.PreprocessUs = (uint)reader.ReadVarint(); break;
                case Timing.InferUsFieldNumber << 3 | Varint: view.InferUs = (uint)reader.ReadVarint(); break;
                case Timing.PostprocessUsFieldNumber << 3 | Varint: view.PostprocessUs = (uint)reader.ReadVarint(); break;
                case Timing.PublishUsFieldNumber << 3 | Varint: view.PublishUs = (uint)reader.ReadVarint(); break;
                case Timing.TotalUsFieldNumber << 3 | Varint: view.TotalUs = (uint)reader.ReadVarint(); break;
                default: reader.Skip(tag); break;
            }
        }

        return view;
    }
}
