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
    /// <param name="read">When it was read, and whether the source was waited for.</param>
    public DropReason? Refuse(in EncodedUnit unit, TimeSpan read, bool waited)
    {
        var pts = unit.Times.Pts90kHz;
        var lag = _lag.Observe(read, pts, waited);
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
