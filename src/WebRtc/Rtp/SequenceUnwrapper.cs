namespace WebRtc.Rtp;

/// <summary>Makes 16-bit sequence numbers into ones that do not wrap: each is taken as the nearest to the one before.</summary>
internal struct SequenceUnwrapper
{
    // The first cycle is 1, so that numbers before the first packet stay positive.
    private long? _last;

    public long Unwrap(ushort sequence)
    {
        var unwrapped = _last is { } last ? last + (short)(sequence - (ushort)last) : (1L << 16) + sequence;
        _last = unwrapped;
        return unwrapped;
    }
}
