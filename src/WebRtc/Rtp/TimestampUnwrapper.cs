namespace WebRtc.Rtp;

/// <summary>RTP timestamps without their wrap, from 0 on.</summary>
internal struct TimestampUnwrapper
{
    private (uint Timestamp, long Unwrapped)? _last;

    /// <summary>From another source: this timestamp is that moment.</summary>
    public void Restart(uint timestamp, long unwrapped) => _last = (timestamp, unwrapped);

    public long Unwrap(uint timestamp)
    {
        var unwrapped = _last is { } last ? last.Unwrapped + unchecked((int)(timestamp - last.Timestamp)) : 0;
        _last = (timestamp, unwrapped);
        return unwrapped;
    }
}
