namespace WebRtc.Packetize;

internal static class Packetizers
{
    public static IPacketizer Of(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => new H264Packetizer(),
        VideoCodec.Vp8 => new Vp8Packetizer(),
        VideoCodec.Vp9 => new Vp9Packetizer(),
        _ => new Av1Packetizer(),
    };
}
