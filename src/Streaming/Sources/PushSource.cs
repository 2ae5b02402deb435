using System.Collections.Concurrent;
using System.Diagnostics;
using Media;

namespace Streaming.Sources;

/// <summary>Video that a client pushes: a bounded queue between its endpoint and the stream's thread. Full: the unit is refused, and the door says so.</summary>
/// <remarks>One connect, one session: when the client is gone, the stream is at its end.</remarks>
public sealed class PushSource(string url, PushFormat format, int capacity, bool canWait, Action frameCompleted) : ISourceOrigin, IIngestSource
{
    private readonly BlockingCollection<EncodedUnit> _units = new(capacity);
    private readonly MediaClock _clock = new(isLive: !canWait, reorders: !format.Video.IsRaw && !format.Video.IsIntraOnly);

    public string Url => url;

    public VideoFormat Format => format.Video;

    public bool IsLive => false;

    public bool CanWait => canWait;

    public Action FrameCompleted => frameCompleted;

    public string? Warning => _clock.Warning;

    public IIngestSource Open(CancellationToken stop) => this;

    public bool MayReturn(MediaErrorKind error) => false;

    /// <summary>By the endpoint. False: full, or at its end; the unit is the caller's still.</summary>
    public bool TryPush(in EncodedUnit unit)
    {
        try
        {
            return _units.TryAdd(unit);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>By the endpoint: nothing follows.</summary>
    public void Complete() => _units.CompleteAdding();

    /// <summary>The next unit at a time that it can have had; its result carries the client's own.</summary>
    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        if (!_units.TryTake(out unit, Timeout.Infinite, stop))
            return false;
        var times = unit.Times;
        var pts = _clock.Next(times.Pts90kHz, Stopwatch.GetElapsedTime(0, times.Arrival), wait: TimeSpan.MaxValue);
        unit = unit.With(times with { Pts90kHz = pts, SentPts90kHz = times.Pts90kHz });
        return true;
    }

    public void Dispose()
    {
        // Not disposed: the endpoint may still be pushing, and learns by its answer that nobody reads.
        _units.CompleteAdding();
        while (_units.TryTake(out var unit))
            unit.Raw.Release();
    }
}
