using Media;

namespace Streaming.Decode;

/// <summary>The units that went into a decoder, found again by presentation time, since frames come out in another order.</summary>
internal sealed class InFlightUnits
{
    // H.264 and HEVC hold at most 16 frames back (H.264 A.3.1, HEVC A.4.2: 16 pictures); fields of a frame come as two units.
    private const int Capacity = 32;

    private readonly (FrameTimes Times, bool IsInside)[] _ring = new (FrameTimes, bool)[Capacity];
    private long _next;

    /// <summary>Units that stayed inside while frames behind them came out: no frame comes of them any more.</summary>
    public long WithoutFrame { get; private set; }

    public void Add(in FrameTimes times)
    {
        ref var place = ref _ring[_next++ % Capacity];
        if (place.IsInside)
            WithoutFrame++;
        place = (times, true);
    }

    /// <summary>The unit added last could not be decoded.</summary>
    public void RemoveNewest()
    {
        if (_next > 0)
            _ring[(_next - 1) % Capacity].IsInside = false;
    }

    /// <summary>A frame came out: of the units that are shown no later, one was its own, and no frame comes of the others.</summary>
    /// <returns>The times of the unit with that presentation time; where there is none, as libav made a time up, those of the newest.</returns>
    public FrameTimes Complete(long pts90kHz)
    {
        FrameTimes? own = null;
        var left = 0;
        for (var i = Math.Max(0, _next - Capacity); i < _next; i++)
        {
            ref var unit = ref _ring[i % Capacity];
            if (unit.Times.Pts90kHz == pts90kHz && (own is null || unit.IsInside))
                own = unit.Times;
            if (unit.IsInside && unit.Times.Pts90kHz <= pts90kHz)
                (unit.IsInside, left) = (false, left + 1);
        }

        WithoutFrame += Math.Max(0, left - 1);
        return own ?? _ring[Math.Max(0, _next - 1) % Capacity].Times with { Pts90kHz = pts90kHz, RtpTimestamp = (uint)pts90kHz, CaptureTime = null, Trace = null, SentPts90kHz = null };
    }
}
