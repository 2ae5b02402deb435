namespace Streaming.Pipeline;

/// <summary>How far the reading of a live source is behind the source, by its media time and our clock.</summary>
/// <remarks>
/// The punctual unit is the measure: the one that was read earliest for its time. Whoever had to wait for eight units one after another is
/// not behind, and what he read then is the measure anew: so clocks that drift apart, and a network that became slower, are no lag.
/// One wait says nothing, since on a busy machine a thread may lose its core in the middle of a read.
/// </remarks>
internal sealed class SourceLag
{
    private const int Waits = 8;

    private TimeSpan _measure = TimeSpan.MaxValue;
    private TimeSpan _leastOfWaits;
    private int _waits;

    /// <param name="read">When the unit was read, on any clock.</param>
    /// <param name="waited">It was not there yet when it was asked for.</param>
    public TimeSpan Observe(TimeSpan read, long pts90kHz, bool waited)
    {
        var offset = read - TimeSpan.FromSeconds(pts90kHz / 90_000.0);
        _waits = waited ? _waits + 1 : 0;
        _leastOfWaits = _waits > 1 && _leastOfWaits < offset ? _leastOfWaits : offset;
        if (_waits == Waits)
            (_measure, _waits) = (_leastOfWaits, 0);
        _measure = offset < _measure ? offset : _measure;
        return offset - _measure;
    }
}
