using Media;

namespace Streaming.Sources;

/// <summary>What pushed units are: access units of one codec, or raw frames of one layout.</summary>
/// <param name="Extradata">Parameter sets, where they do not travel in the stream.</param>
public sealed record PushFormat(VideoCodec Codec, ReadOnlyMemory<byte> Extradata, RawLayout? Raw)
{
    public static PushFormat Encoded(VideoCodec codec, ReadOnlyMemory<byte> extradata) => new(codec, extradata, null);

    public static PushFormat Of(RawLayout layout) => new(default, default, layout);

    public VideoFormat Video => Raw is null ? VideoFormat.Of(Codec, Extradata) : VideoFormat.Raw(Raw.Width, Raw.Height);
}
