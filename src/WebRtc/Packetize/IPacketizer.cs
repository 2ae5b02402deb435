using Media;

namespace WebRtc.Packetize;

/// <summary>Cuts access units of one codec into payloads: begin with a unit, then take payloads until there are none.</summary>
internal interface IPacketizer
{
    /// <param name="unit">Sound, as an encoder gives it, and unchanged until the last payload was taken.</param>
    void Begin(ReadOnlyMemory<byte> unit, bool isKey);

    /// <param name="payload">As long as a payload may be; at least 64 bytes.</param>
    /// <returns>The payload's length; 0: the unit is at its end.</returns>
    int Next(Span<byte> payload, out bool isLast);
}

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
