namespace WebRtc.Rtp;

/// <summary>Makes 16-bit sequence numbers into ones that do not wrap: each is taken as the nearest to the one before.</summary>
internal struct SequenceUnwrapper
{
    /// <summary>So many that no source gets below zero, however often it begins anew further back. Its lower half is 0: reports begin at cycle 0.</summary>
    private const long FirstCycle = 1L << 62;

    private long? _last;

    public long Unwrap(ushort sequence)
    {
        var unwrapped = _last is { } last ? last + (short)(sequence - (ushort)last) : FirstCycle + sequence;
        _last = unwrapped;
        return unwrapped;
    }
}
