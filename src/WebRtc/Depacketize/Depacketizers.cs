using Media;

namespace WebRtc.Depacketize;

internal static class Depacketizers
{
    /// <param name="parameterSets">H.264: SPS and PPS of the session description in Annex B form, for streams that do not carry them.</param>
    public static IDepacketizer Of(VideoCodec codec, ReadOnlyMemory<byte> parameterSets = default) => codec switch
    {
        VideoCodec.H264 => new H264Depacketizer(parameterSets),
        VideoCodec.Vp8 => new Vp8Depacketizer(),
        VideoCodec.Vp9 => new Vp9Depacketizer(),
        VideoCodec.Av1 => new Av1Depacketizer(),
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "has no RTP payload here"),
    };
}
