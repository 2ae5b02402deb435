namespace WebRtc.Rtp;

/// <summary>Wall time of RTP timestamps by the newest sender report; RFC 3550 §6.4.1.</summary>
internal sealed class SenderClock(int clockRate)
{
    // Reports come every few seconds. A timestamp that is further from the newest is of a clock that was set, or wrong.
    private const int MostSeconds = 600;

    private (NtpTime Ntp, uint Rtp)? _mapping;

    public void Update(NtpTime ntp, uint rtp)
    {
        // A sender without a wall clock writes 0.
        if (ntp.Value != 0)
            _mapping = (ntp, rtp);
    }

    /// <returns>Null before the first report, and where that says nothing of such a timestamp.</returns>
    public DateTimeOffset? CaptureTime(uint timestamp)
    {
        if (_mapping is not { } mapping)
            return null;
        // The difference is signed, so timestamps that wrap or lie before the report count right.
        var elapsed = unchecked((int)(timestamp - mapping.Rtp));
        if (Math.Abs((long)elapsed) > (long)MostSeconds * clockRate)
            return null;
        return mapping.Ntp.ToDateTimeOffset() + TimeSpan.FromTicks((long)elapsed * TimeSpan.TicksPerSecond / clockRate);
    }
}
