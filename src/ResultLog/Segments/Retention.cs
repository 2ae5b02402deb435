using ResultLog.Read;

namespace ResultLog.Segments;

/// <summary>Which segments go, and when: those that all sinks have passed, and whatever is too old or too much. Used under the log's gate.</summary>
internal sealed class Retention(SegmentList segments, IReadOnlyCollection<Cursor> cursors, DeliveryOptions options, LogCounters counters, Action<DeliveryEvent> raise)
{
    private long _lostBefore;

    /// <summary>The size limit is at work. It ends with some room to spare, so that it is not told anew for every segment.</summary>
    public bool IsFull { get; private set; }

    /// <summary>All sinks have acknowledged what comes before.</summary>
    private long Acknowledged
    {
        get
        {
            var least = long.MaxValue;
            foreach (var cursor in cursors)
                least = Math.Min(least, cursor.Offset);
            return least;
        }
    }

    private long Lost => counters.Trimmed + counters.Refused(AppendOutcome.Full);

    /// <summary>Needs no gate: whether <see cref="TakeConsumed"/> would find any.</summary>
    public bool HasConsumed => segments.Items is [{ IsSealed: true } oldest, ..] && oldest.End <= Acknowledged;

    public bool HasSpace(long bytes) => segments.Bytes + bytes <= options.MaxBytes;

    /// <summary>Takes the segments off the list that all sinks have passed; the caller deletes them.</summary>
    public List<Segment> TakeConsumed()
    {
        var passed = new List<Segment>();
        while (HasConsumed)
            passed.Add(segments.RemoveOldest()!);
        ExitFull();
        return passed;
    }

    /// <summary>Makes room at any price.</summary>
    /// <returns>False where there is but one segment, which is being written.</returns>
    public bool DropOldest()
    {
        var acknowledged = Acknowledged;
        if (segments.RemoveOldest() is not { } oldest)
            return false;
        counters.CountTrimmed(LogOffset.Count(Math.Max(oldest.First, acknowledged), oldest.End));
        oldest.Delete();
        return true;
    }

    public void DropOlderThan(long unixMilliseconds)
    {
        while (segments.Items is [{ IsSealed: true } oldest, ..] && oldest.LastUnixMilliseconds < unixMilliseconds)
            DropOldest();
        ExitFull();
    }

    public void EnterFull()
    {
        if (IsFull)
            return;
        (IsFull, _lostBefore) = (true, Lost);
        raise(new(DeliveryEventKind.LogFull, "log", $"{segments.Bytes} bytes of Delivery:MaxBytes={options.MaxBytes}; Delivery:WhenFull={options.WhenFull}"));
    }

    private void ExitFull()
    {
        if (!IsFull || !HasSpace(options.SegmentBytes * 2))
            return;
        IsFull = false;
        raise(new(DeliveryEventKind.LogHasRoom, "log", $"{segments.Bytes} bytes", Lost - _lostBefore));
    }
}
