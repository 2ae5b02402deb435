namespace FFmpeg.Rtsp;

/// <summary>Finds, in RTP packets, where a stream begins whose parameter sets come with its key frames alone.</summary>
internal static class KeyStart
{
    // RFC 6184, table 1.
    private const int H264Sps = 7, StapA = 24, FuA = 28, FuB = 29;

    // RFC 7798, 4.4; H.265, table 7-1.
    private const int H265Vps = 32, H265Sps = 33, Aggregation = 48, Fragment = 49;

    /// <summary>A decoder may begin with this packet. Any bytes get an answer; of other encodings than H.264 and H.265 each packet is one.</summary>
    internal static bool Is(string encoding, ReadOnlySpan<byte> rtp) => encoding switch
    {
        "H264" => Payload(rtp) is { IsEmpty: false } payload && IsH264(payload),
        "H265" => Payload(rtp) is { Length: > 2 } payload && IsH265(payload),
        _ => true,
    };

    /// <summary>It has payload: RTP, version 2.</summary>
    internal static bool IsRtp(ReadOnlySpan<byte> packet) => !Payload(packet).IsEmpty;

    //  0                   1                   2                   3        RFC 3550, 5.1
    // |V=2|P|X|  CC   |M|     PT      |       sequence number         |
    // |                          timestamp                            |
    // |                            SSRC                               |  then CC words; with X a word whose low half counts the words after it
    private static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> rtp)
    {
        // 200..204 where RTP has marker and type: RTCP.
        if (rtp.Length <= 12 || rtp[0] >> 6 != 2 || rtp[1] is >= 192 and <= 223)
            return [];
        var start = 12 + 4 * (rtp[0] & 0xF);
        if ((rtp[0] & 0x10) != 0)
            start += rtp.Length >= start + 4 ? 4 + 4 * (rtp[start + 2] << 8 | rtp[start + 3]) : 4;
        return start < rtp.Length ? rtp[start..] : [];
    }

    private static bool IsH264(ReadOnlySpan<byte> payload) => (payload[0] & 0x1F) switch
    {
        H264Sps => true,
        FuA or FuB => payload.Length > 1 && (payload[1] & 0x80) != 0 && (payload[1] & 0x1F) == H264Sps,
        StapA => Contains(payload[1..], static unit => (unit & 0x1F) == H264Sps),
        _ => false,
    };

    private static bool IsH265(ReadOnlySpan<byte> payload) => ((payload[0] >> 1) & 0x3F) switch
    {
        H265Vps or H265Sps => true,
        Fragment => (payload[2] & 0x80) != 0 && (payload[2] & 0x3F) is H265Vps or H265Sps,
        Aggregation => Contains(payload[2..], static unit => ((unit >> 1) & 0x3F) is H265Vps or H265Sps),
        _ => false,
    };

    // size(2, big endian) unit(size) …
    private static bool Contains(ReadOnlySpan<byte> units, Func<byte, bool> wanted)
    {
        while (units.Length > 2)
        {
            if (wanted(units[2]))
                return true;
            units = units[Math.Min(units.Length, 2 + (units[0] << 8 | units[1]))..];
        }

        return false;
    }
}
