using Media;

namespace WebRtc.Packetize;

internal static class Packetizers
{
    public static IPacketizer Of(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => new H264Packetizer(),
        VideoCodec.Vp8 => new Vp8Packetizer(),
        VideoCodec.Vp9 => new Vp9Packetizer(),
        VideoCodec.Av1 => new Av1Packetizer(),
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "has no RTP payload here"),
    };
}
