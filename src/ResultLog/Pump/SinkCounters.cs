namespace ResultLog.Pump;

/// <summary>What became of a sink's records since the start. The pump writes, anyone reads.</summary>
public sealed class SinkCounters
{
    private long _delivered;
    private long _replayed;
    private long _retried;
    private long _dropped;
    private long _faults;

    /// <summary>Acknowledged.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Of those, the ones that were in the log at the start.</summary>
    public long Replayed => Interlocked.Read(ref _replayed);

    /// <summary>Given again after a failure; the sink may have them twice.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Never delivered: trimmed, unreadable, or refused by the sink.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Failures that nobody foresaw: each is a bug.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    public void CountDelivered(long records, long replayed)
    {
        Interlocked.Add(ref _delivered, records);
        Interlocked.Add(ref _replayed, replayed);
    }

    public void CountRetried(long records) => Interlocked.Add(ref _retried, records);

    public void CountDropped(long records) => Interlocked.Add(ref _dropped, records);

    public void CountFault() => Interlocked.Increment(ref _faults);
}

public enum SinkState
{
    /// <summary>It has not been reached yet.</summary>
    Starting,

    Up,

    /// <summary>It failed last; records wait in the log.</summary>
    Down,

    /// <summary>The server is stopping.</summary>
    Stopped,
}
