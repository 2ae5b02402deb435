using Media;

namespace Streaming.Pipeline;

/// <summary>Which units are decoded: all that a result may come of, and all that such need. Touched by the source's thread alone.</summary>
/// <param name="isLive">What is late is not made up for.</param>
internal sealed class UnitGate(bool isLive)
{
    // Behind by more, a stream passes over units up to a key frame: the first at which it is behind by less than half of it, or that is
    // so much later. So there are results however far behind it is and whatever the reason.
    private static readonly TimeSpan MostLag = TimeSpan.FromMilliseconds(500);
    private const long MostLagTicks = 45_000;

    // A stream whose key frames are further apart, or come when asked for, would be gone too long.
    private const long MostBetweenKeysTicks = 10 * 90_000;

    // 50 ms: an engine that is behind takes what waits; more of its age would be too much for the work saved.
    private const long FreshTicks = 4500;

    private readonly SourceLag _lag = new();
    private long? _lastKey;
    private bool _keysComeOften;
    private long? _lateFrom;
    private long _newest = long.MinValue;

    /// <summary>Why a unit is not even looked at; null where it goes to the decoder.</summary>
    /// <param name="read">When it was read.</param>
    /// <param name="wait">How long the source had to be waited for.</param>
    public DropReason? Refuse(in EncodedUnit unit, TimeSpan read, TimeSpan wait)
    {
        var pts = unit.Times.Pts90kHz;
        var lag = _lag.Observe(read, pts, wait);
        if (unit.IsKey)
            (_keysComeOften, _lastKey) = (pts - _lastKey is > 0 and <= MostBetweenKeysTicks, pts);
        if (_lastKey is not { } key)
            return DropReason.WaitingKeyframe;

        // Raw frames cost no decoding.
        if (!isLive || unit.Raw.Owner is not null || !_keysComeOften || pts - key > MostBetweenKeysTicks)
            return null;
        var goesOn = _lateFrom is { } from ? unit.IsKey && (lag <= MostLag / 2 || pts - from >= MostLagTicks) : lag <= MostLag;
        _lateFrom = goesOn ? null : _lateFrom ?? pts;
        return goesOn ? null : DropReason.NotDecoded;
    }

    /// <summary>Whether a frame of that time would be used: it need not be decoded for its own sake else.</summary>
    /// <param name="isBehind">A frame waits for the engine already.</param>
    public bool IsWanted(long pts90kHz, bool isBehind) => !isBehind || pts90kHz - _newest >= FreshTicks;

    /// <summary>A frame was handed to the engine.</summary>
    public void Submitted(long pts90kHz) => _newest = pts90kHz;
}

/// <summary>How far the reading of a live source is behind the source: as long as units have been waiting for it, and no further than its media time says.</summary>
/// <remarks>
/// Whoever has to wait is not behind, whatever the source's times are: nothing was there. One short wait says nothing, since on a busy machine a thread may lose its core in
/// the middle of a read; eight one after another do, or fewer that are long. By media time the punctual unit is the measure: the one that was read earliest for its time,
/// of late. So clocks that drift apart, and a network that became slower, are no lag.
/// </remarks>
internal sealed class SourceLag
{
    private const int Waits = 8;

    // Less is the time of a read; and more, in one wait or several after one another, than a thread goes without a core.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1), LongWait = TimeSpan.FromMilliseconds(250);

    private TimeSpan _measure = TimeSpan.MaxValue;
    private TimeSpan _leastOfWaits;
    private int _waits;

    // When nothing waited, and how many waits after one another led up to now: before the first unit nothing did.
    private TimeSpan? _empty;
    private int _inSequence = Waits;
    private TimeSpan _waited;

    /// <param name="read">When the unit was read, on any clock.</param>
    /// <param name="wait">How long it was not there yet when it was asked for.</param>
    public TimeSpan Observe(TimeSpan read, long pts90kHz, TimeSpan wait)
    {
        var waited = wait > ShortestWait;
        var offset = read - TimeSpan.FromSeconds(pts90kHz / 90_000.0);
        _waits = waited ? _waits + 1 : 0;
        _leastOfWaits = _waits > 1 && _leastOfWaits < offset ? _leastOfWaits : offset;
        if (_waits == Waits)
            (_measure, _waits) = (_leastOfWaits, 0);
        _measure = offset < _measure ? offset : _measure;

        (_inSequence, _waited) = waited ? (_inSequence + 1, _waited + wait) : (0, TimeSpan.Zero);
        if (_empty is null || _waited >= LongWait || _inSequence >= Waits)
            _empty = read;
        var (byMedia, byWaiting) = (offset - _measure, read - _empty.Value);
        return byMedia < byWaiting ? byMedia : byWaiting;
    }
}

/// <summary>Lets at most target_fps frames a second of media time through, evenly spaced. Touched by the source's thread alone.</summary>
internal sealed class FrameGate
{
    private const double TicksPerSecond = 90_000;

    private double _next = double.NegativeInfinity;

    /// <summary>Whether a frame is admitted; false is <see cref="DropReason.TargetFps"/>.</summary>
    /// <param name="targetFps">0 admits all.</param>
    public bool TryAdmit(long pts90kHz, double targetFps)
    {
        if (targetFps <= 0)
            return true;
        if (!AllowsOrigin(pts90kHz, targetFps))
            return false;

        // After a gap the rhythm starts anew, rather than letting a burst through.
        var step = TicksPerSecond / targetFps;
        _next = Math.Abs(pts90kHz - _next) < step ? _next + step : pts90kHz + step;
        return true;
    }

    /// <summary>Whether a frame would be admitted now. If not, it will not be later either: frames come in the order of their times.</summary>
    public bool AllowsOrigin(long pts90kHz, double targetFps)
    {
        if (targetFps <= 0)
            return true;

        // A quarter of a step may be missing: containers round times to milliseconds and cameras jitter, and a 30 fps source that is
        // asked for 30 fps must lose nothing to that. So the next turn is never more than 1¼ steps ahead, unless time jumped back:
        // then the rhythm starts anew.
        var step = TicksPerSecond / targetFps;
        var late = pts90kHz - _next;
        return late >= -step / 4 || late < -step * 5 / 4;
    }
}
