namespace Streaming.Sources;

/// <summary>How fast a source's clock runs by ours, and whether that is still the clock of what it films.</summary>
/// <remarks>
/// Compared are stretches, each as long as it takes: one says that the clock is right when it is long and the two agree, and that it is wrong when they are further apart
/// than a network's delays. One stretch may be wrong because a network became slower; two after each other that agree on how fast it runs are the clock's fault.
/// </remarks>
internal sealed class ClockRate
{
    private const long Second = 90_000;

    // A network delays by so much, and more where frames are further apart; a cheap quartz is wrong by a hundredth of this share.
    private const long MostDelay = Second / 2;
    private const double MostDrift = 0.02;

    // Delays make less of a longer measure.
    private const long ShortestStretch = Second, LongStretch = 10 * Second, LongEnough = 5 * Second;

    // Two rates that are one: apart by no more.
    private const double SameRate = 0.1, SameStand = 0.02;

    private (long Time, long Came)? _begin, _wrongSince;
    private int _wrongStretches;

    /// <summary>Its seconds that pass in one of ours.</summary>
    public double Rate { get; private set; } = 1;

    /// <summary><see cref="Rate"/> is known well enough to be told.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Its times are no measure.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>A time that came without delay, later than all before or the same again.</summary>
    /// <param name="step">From one frame's time to the next's.</param>
    public void Observe(long time, long came, long step)
    {
        if (_begin is not { } begin)
        {
            _begin = (time, came);
            return;
        }

        var (passed, told) = (came - begin.Came, time - begin.Time);
        var apart = Math.Abs(told - passed);
        if (apart > Math.Max(MostDelay, 3 * step) && apart > MostDrift * passed && passed >= ShortestStretch)
            EndWrong(begin, (time, came));
        else if (passed >= LongStretch && apart <= MostDrift * passed)
            (_wrongStretches, IsWrong) = (0, false);
        else
            return;
        _begin = (time, came);
    }

    /// <summary>The clock was set: what was before says nothing about what follows.</summary>
    public void Restart() => _begin = _wrongSince = null;

    private void EndWrong((long Time, long Came) begin, (long Time, long Came) end)
    {
        var rate = RateBetween(begin, end);
        IsKnown = false;
        if (_wrongStretches > 0 && _wrongSince is { } since && Math.Abs(rate - Rate) <= SameRate * Math.Max(rate, Rate) + SameStand)
        {
            _wrongStretches++;
            (rate, IsKnown) = (RateBetween(since, end), end.Came - since.Came >= LongEnough);
        }
        else
            (_wrongStretches, _wrongSince) = (1, begin);
        Rate = rate;
        IsWrong |= _wrongStretches > 1;
    }

    private static double RateBetween((long Time, long Came) begin, (long Time, long Came) end) => (double)(end.Time - begin.Time) / (end.Came - begin.Came);
}
