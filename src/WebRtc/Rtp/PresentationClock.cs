namespace WebRtc.Rtp;

/// <summary>RTP timestamps as one time that does not wrap, from 0 on; another source goes on where the one before was.</summary>
internal sealed class PresentationClock(int clockRate)
{
    private (uint Ssrc, uint Timestamp, long Time, TimeSpan Arrival)? _last;

    /// <summary>Frames that are shown before the one that came before them.</summary>
    public long Backward { get; private set; }

    public long Next(uint ssrc, uint timestamp, TimeSpan arrival)
    {
        var time = 0L;
        if (_last is { } last)
        {
            // Sources count from anywhere; what passed on the clock tells how much further another one is.
            var step = ssrc == last.Ssrc ? unchecked((int)(timestamp - last.Timestamp)) : (long)((arrival - last.Arrival).TotalSeconds * clockRate);
            time = last.Time + step;
            if (step < 0)
                Backward++;
        }
        _last = (ssrc, timestamp, time, arrival);
        return time;
    }
}
