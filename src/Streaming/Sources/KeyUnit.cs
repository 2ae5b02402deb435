using Media;

namespace Streaming.Sources;

/// <summary>Tells from its bytes whether an access unit is decodable without earlier ones. Any bytes get an answer.</summary>
public static class KeyUnit
{
    public static bool Is(VideoCodec codec, ReadOnlySpan<byte> unit) => !unit.IsEmpty && codec switch
    {
        VideoCodec.H264 => HasNal(unit, static header => (header & 0x1F) is H264Idr or H264Sps),
        VideoCodec.Hevc => HasNal(unit, static header => ((header >> 1) & 0x3F) is (>= HevcFirstIrap and <= HevcLastIrap) or HevcSps),
        VideoCodec.Vp8 => (unit[0] & 1) == 0, // RFC 6386, 9.1: 0 is a key frame
        VideoCodec.Vp9 => IsVp9Key(unit[0]),
        VideoCodec.Av1 => HasSequenceHeader(unit),
        _ => true,
    };

    // H.264, table 7-1. A parameter set is where a decoder may begin, also in streams that refresh without IDR pictures.
    private const int H264Idr = 5, H264Sps = 7;

    // HEVC, table 7-1.
    private const int HevcFirstIrap = 16, HevcLastIrap = 23, HevcSps = 33;

    // AV1, 6.2.2.
    private const int ObuSequenceHeader = 1;

    /// <summary>Annex B: 00 00 01, then the NAL unit's header.</summary>
    private static bool HasNal(ReadOnlySpan<byte> unit, Func<byte, bool> wanted)
    {
        while (unit.IndexOf("\0\0\u0001"u8) is var start and >= 0 && start + 3 < unit.Length)
        {
            if (wanted(unit[start + 3]))
                return true;
            unit = unit[(start + 3)..];
        }

        return false;
    }

    /// <summary>VP9, 6.2: frame_marker (2 bits, 10), profile_low, profile_high, [reserved in profile 3], show_existing_frame, frame_type.</summary>
    private static bool IsVp9Key(byte first)
    {
        var bits = (first & 0x30) == 0x30 ? first : first >> 1;
        return first >> 6 == 2 && (bits & 0b110) == 0;
    }

    /// <summary>AV1, 5.3: forbidden bit, type (4 bits), extension, has_size, reserved; then the extension's byte, then the size in LEB128.</summary>
    private static bool HasSequenceHeader(ReadOnlySpan<byte> unit)
    {
        while (!unit.IsEmpty)
        {
            var header = unit[0];
            if (((header >> 3) & 0xF) == ObuSequenceHeader)
                return true;
            var at = 1 + ((header >> 2) & 1);
            if ((header & 2) == 0 || !TrySize(unit, ref at, out var size) || size > (ulong)(unit.Length - at))
                return false;
            unit = unit[(at + (int)size)..];
        }

        return false;
    }

    private static bool TrySize(ReadOnlySpan<byte> unit, ref int at, out ulong size)
    {
        size = 0;
        for (var shift = 0; shift < 56 && at < unit.Length; shift += 7)
        {
            var part = unit[at++];
            size |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return true;
        }

        return false;
    }
}
