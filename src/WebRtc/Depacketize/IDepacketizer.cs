using Media;

namespace WebRtc.Depacketize;

/// <summary>Makes access units of the payloads of one codec. The caller sees to it that none is missing and their order is right.</summary>
internal interface IDepacketizer
{
    /// <summary>Whether a frame begins with this payload: it tells a frame whose first packets were lost.</summary>
    bool IsStart(ReadOnlySpan<byte> payload);

    /// <summary>Forgets the frame before and begins one in the buffer, which is empty.</summary>
    void Begin();

    /// <returns>False: the payload breaks its format's rules, or the unit its cap.</returns>
    bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit);

    /// <returns>False: the frame has a beginning but no end, or nothing in it.</returns>
    bool TryEnd(UnitBuffer unit, out bool isKey);
}

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
