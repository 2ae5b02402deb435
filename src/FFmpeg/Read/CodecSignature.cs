using Media;

namespace FFmpeg;

/// <summary>Tells H.264 and H.265 apart by the bytes of an access unit, where no container says that one has become the other.</summary>
/// <remarks>
/// A transport stream may put another codec behind the same PID, as after an encoder's restart or a splice; libav goes on with the one that it met first.
/// <code>
/// H.264, 7.3.1:    F(1) nal_ref_idc(2) type(5)
/// H.265, 7.3.1.2:  F(1) type(6) layer_id(6) temporal_id_plus1(3), so that the base layer's first byte is even
/// </code>
/// </remarks>
internal static class CodecSignature
{
    // Parameter sets come first, and a key frame is large.
    private const int Head = 4096;

    // VPS, SPS and PPS of H.265 in their base layer: 40 01, 42 01, 44 01. To H.264 they are of types that no unit begins with.
    private const int AllThree = 7;

    private const byte H264Sps = 7, H264Pps = 8, TypeOfH264 = 0x1F;

    /// <summary>The codec that the unit is of instead.</summary>
    /// <param name="format">What it should be.</param>
    /// <returns>Null for what it should be, and for what cannot be told: nearly always by the first bytes alone.</returns>
    internal static string? Instead(VideoFormat format, ReadOnlySpan<byte> unit) => format.Codec switch
    {
        "h264" when StartOf(unit) is var nal && nal.Length > 1 && IsOfHevc(nal) && HasHevcSets(unit) => "hevc",
        "hevc" when StartOf(unit) is var nal && nal.Length > 1 && (nal[0] & 1) == 1 && HasH264Sets(unit) => "h264",
        _ => null,
    };

    // 40..4E: parameter sets, delimiter and SEI.
    private static bool IsOfHevc(ReadOnlySpan<byte> nal) => (nal[0] & 0xF1) == 0x40 && nal[1] == 1;

    private static bool HasHevcSets(ReadOnlySpan<byte> unit)
    {
        var seen = 0;
        for (var nal = StartOf(Front(unit)); nal.Length > 1; nal = Next(nal))
        {
            if (nal[0] is 0x40 or 0x42 or 0x44 && nal[1] == 1)
                seen |= 1 << ((nal[0] - 0x40) / 2);
        }

        return seen == AllThree;
    }

    private static bool HasH264Sets(ReadOnlySpan<byte> unit)
    {
        var hasSps = false;
        for (var nal = StartOf(Front(unit)); nal.Length > 1; nal = Next(nal))
        {
            // An odd first byte: no base layer of H.265 has one. profile_idc follows (A.2): all of those in use.
            hasSps |= (nal[0] & TypeOfH264) == H264Sps && nal[1] is 44 or 66 or 77 or 88 or 100 or 110 or 118 or 122 or 128 or 244;
            if (hasSps && (nal[0] & TypeOfH264) == H264Pps)
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Front(ReadOnlySpan<byte> unit) => unit[..Math.Min(unit.Length, Head)];

    /// <summary>The first NAL unit behind its start code; empty where the unit does not begin with one.</summary>
    private static ReadOnlySpan<byte> StartOf(ReadOnlySpan<byte> unit) => unit switch
    {
        [0, 0, 1, .. var nal] => nal,
        [0, 0, 0, 1, .. var nal] => nal,
        _ => [],
    };

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> nal)
    {
        var at = nal.IndexOf([(byte)0, (byte)0, (byte)1]);
        return at < 0 ? [] : nal[(at + 3)..];
    }
}
