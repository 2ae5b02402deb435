namespace WebRtc.Packetize;

/// <summary>NAL units between start codes; ITU-T H.264 annex B.</summary>
internal static class AnnexB
{
    /// <summary>The fourth byte, a zero before it, is not everywhere.</summary>
    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    /// <summary>Takes the first NAL unit off. False: none is left.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> nal)
    {
        nal = default;
        var start = rest.Span.IndexOf(StartCode);
        if (start < 0)
            return false;
        rest = rest[(start + 3)..];
        var end = rest.Span.IndexOf(StartCode);
        nal = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        // A start code of four bytes leaves its zero, and trailing zeros belong to no unit.
        nal = nal[..nal.Span.TrimEnd((byte)0).Length];
        return !nal.IsEmpty || TryTake(ref rest, out nal);
    }
}
