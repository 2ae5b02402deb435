namespace Streaming.Sources;

/// <summary>The presentation times of a source's units: what it says of them, as long as that can be true, and else when they came.</summary>
/// <remarks>
/// Times that are right come out as they went in. One that is out of line with those before it, as measured by the clock on the wall, is not believed. Where the next
/// ones are in line with it the clock was set, and the count goes on from where it was. A clock that does not keep pace with the wall's is left alone until it does.
/// So times never leap, and stay true to the wall. It allocates nothing but its warnings, and belongs to one thread.
/// </remarks>
/// <param name="isLive">Its units come as they happen; else they come as fast as they are taken, and only their order can be judged.</param>
/// <param name="reorders">Units may come in another order than they are shown.</param>
/// <param name="isPaced">It comes in pieces of seconds and is played at the speed of its times, so that these cannot be measured by the wall.</param>
internal sealed class MediaClock(bool isLive, bool reorders, bool isPaced = false)
{
    private const long Second = 90_000;

    // Centuries: what is told beyond is kept from overflowing.
    private const long Furthest = 1L << 60;

    // So many units in line with each other are a clock that was set; less are times by mistake.
    private const int Persists = 4;

    // Before that it is not known how far its frames are apart; a playlist may have one a segment.
    private const int UnitsToKnow = 8;
    private const long FirstSlack = 15 * Second;

    // Where nobody says how far frames are apart: 30 a second.
    private const long UsualStep = 3000;

    // Who had to be waited for so long, or so often, had nothing waiting: its unit has just come.
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(250), ShortestWait = TimeSpan.FromMilliseconds(1);
    private const int Waits = 3;

    private readonly ClockRate _rate = new();
    private readonly ClockFaults _faults = new();
    private Timeline _current, _candidate;
    private bool _hasCandidate;
    private long _units;
    private long _step;
    private int _waits, _repeats, _misfits, _missing;

    // The latest time given out, and when its unit came; the time of Timeline.Former.
    private long _time, _came, _formerTime;

    /// <summary>What is wrong with the source's times, in words; null where nothing is. Told once for each kind.</summary>
    public string? Warning => _faults.Warning;

    /// <summary>The unit last judged has the time that its source meant.</summary>
    public bool IsTrusted { get; private set; }

    /// <summary>The time of the next unit, in the order in which units come.</summary>
    /// <param name="told">In 1/90,000 s; null: none was told.</param>
    /// <param name="arrival">When it came, on any clock.</param>
    /// <param name="wait">How long it was waited for; whoever knows the arrival itself gives the longest there is.</param>
    public long Next(long? told, TimeSpan arrival, TimeSpan wait)
    {
        var came = (long)(arrival.TotalSeconds * Second);
        _waits = wait > ShortestWait ? _waits + 1 : 0;
        if (_units++ == 0)
            return Begin(told is { } first ? Math.Clamp(first, -Furthest, Furthest) : 0, came);
        IsTrusted = false;
        if (told is { } time)
            return Next(Math.Clamp(time, -Furthest, Furthest), came, isPunctual: wait >= LongWait || _waits >= Waits);
        if (++_missing == UnitsToKnow)
            _faults.NoTimes();
        return Advance(Estimate(came), came);
    }

    private long Next(long told, long came, bool isPunctual)
    {
        _missing = 0;
        var fits = _current.Fits(told, came, Slack, reorders);
        var (repeats, isLater) = (told == _current.Newest, told > _current.Newest);
        if (isLive && !isPaced && isPunctual && (repeats || (fits && isLater)))
            Measure(told, came);
        if (_rate.IsWrong)
            return ByArrival(told, came, isShown: !fits || isLater || repeats);
        if (repeats)
            return Repeat(came);
        if (fits)
            return Follow(told, came, isLater);
        return Misfit(told, came);
    }

    // What waited on its way comes at once, and never was further apart than a few frames or a second.
    private long Slack => !isLive ? Furthest : _units <= UnitsToKnow ? FirstSlack : Math.Max(Second, 4 * _step);

    private long Begin(long told, long came)
    {
        (_current, _time, _came, _formerTime, IsTrusted) = (new(told, told, came), told, came, told, true);
        return told;
    }

    private long Follow(long told, long came, bool isLater)
    {
        // Its own count again: what was in between was a mistake.
        if (_candidate.Units is > 0 and < Persists)
            _faults.OutOfLine(_candidate.Newest + _current.Offset - _time);
        (_candidate.Units, _misfits, _repeats, IsTrusted) = (0, 0, 0, true);
        var time = told + _current.Offset;
        if (!isLater)
        {
            _current.Follow(told, came);
            return time;
        }

        Learn(told - _current.Newest);
        _current.Follow(told, came);
        return Advance(Math.Max(time, _time + 1), came);
    }

    /// <summary>A field, or a second picture of one time, is a tick later; a clock that stands is none.</summary>
    private long Repeat(long came)
    {
        if (_repeats++ > 0)
            return Advance(Estimate(came), came);
        return ++_time;
    }

    /// <summary>By mistake, or of a clock that was set: who knows that before the next.</summary>
    private long Misfit(long told, long came)
    {
        if (++_misfits == UnitsToKnow)
            _faults.Disorder();
        var repeats = told == _candidate.Newest;
        if (!_hasCandidate || !(repeats || _candidate.Fits(told, came, Slack, reorders)))
        {
            (_candidate, _hasCandidate) = (new(told, Estimate(came), came), true);
            return Advance(told + _candidate.Offset, came);
        }

        var time = told + _candidate.Offset;
        if (repeats)
            time = Advance(Estimate(came), came);
        else if (told > _candidate.Newest)
            time = Advance(Math.Max(time, _time + 1), came);
        _candidate.Follow(told, came);
        if (_candidate.Units >= Persists)
            Accept();
        return time;
    }

    /// <summary>The clock was set, and goes on like that.</summary>
    private void Accept()
    {
        _faults.Jumped(_current.Offset - _candidate.Offset);
        (_current, _hasCandidate, _candidate.Units, _misfits) = (_candidate, false, 0, 0);
        _rate.Restart();
    }

    private void Measure(long told, long came)
    {
        var wasWrong = _rate.IsWrong;
        _rate.Observe(told, came, _step);
        if (_rate is { IsWrong: true, IsKnown: true })
            _faults.Runs(_rate.Rate);
        // It keeps pace again: its times count from here.
        if (wasWrong && !_rate.IsWrong)
            _current.Offset = Estimate(came) - told;
    }

    /// <param name="isShown">It is not shown before one that came earlier.</param>
    private long ByArrival(long told, long came, bool isShown)
    {
        if (!isShown)
        {
            // Its place between the two is all that its time is good for.
            var share = (double)(told - _current.Former) / (_current.Newest - _current.Former);
            return _formerTime + (long)(Math.Max(0, share) * (_time - _formerTime));
        }

        if (_current.Fits(told, came, Slack, reorders))
            _current.Follow(told, came);
        else if (told != _current.Newest)
        {
            _current = new(told, told, came);
            _rate.Restart();
        }

        return Advance(_time + Math.Max(1, came - _came), came);
    }

    /// <summary>When the next frame is, for all that is known: in step with those before it, unless the source paused or its times make no sense for longer.</summary>
    private long Estimate(long came)
    {
        var passed = Math.Max(1, came - _came);
        if (!isLive)
            return _time + (_step > 0 ? _step : UsualStep);
        return _time + (_misfits <= Persists && _repeats == 0 && passed < 2 * _step ? _step : passed);
    }

    private void Learn(long step) => _step = _step == 0 ? step : _step + (Math.Min(step, 4 * _step) - _step) / 4;

    private long Advance(long time, long came)
    {
        (_formerTime, _time, _came) = (_time, time, came);
        return time;
    }
}
