using System.ComponentModel.DataAnnotations;

namespace ResultLog;

/// <summary>The log between the streams and the sinks, and how sinks are retried.</summary>
public sealed record DeliveryOptions
{
    /// <summary>When what was appended is forced to the disk, for power cuts; a killed process loses nothing either way.</summary>
    /// <value>None: a killed process loses nothing, a power cut what the kernel has not written yet</value>
    public FsyncPolicy Fsync { get; init; } = FsyncPolicy.None;

    /// <summary>Of Fsync=Interval, in milliseconds.</summary>
    /// <value>1000</value>
    [Range(10, 60_000)]
    public int FsyncIntervalMilliseconds { get; init; } = 1000;

    /// <summary>Largest size of one file of the log, the unit in which room is made.</summary>
    /// <value>64 MB</value>
    [Range(65_536, 1_000_000_000)]
    public long SegmentBytes { get; init; } = 64_000_000;

    /// <summary>Largest size of the log. 4 GB hold 1.5 hours of 300 results a second with some people in each.</summary>
    /// <value>4 GB</value>
    [Range(1e6, 1e13)]
    public long MaxBytes { get; init; } = 4_000_000_000;

    /// <summary>What is older goes, whoever has yet to read it; kept up to an eighth longer, as it goes by whole segments.</summary>
    /// <value>168, a week</value>
    [Range(1, 87_600)]
    public int MaxAgeHours { get; init; } = 168;

    /// <summary>What happens at <see cref="MaxBytes"/>.</summary>
    /// <value>DropOldest</value>
    public FullPolicy WhenFull { get; init; } = FullPolicy.DropOldest;

    /// <summary>How long a result may hold up its stream: while other results are written, and under Block for room.</summary>
    /// <value>1000: on a busy machine others may be away from their cores for a while, and no result shall be lost for that</value>
    [Range(0, 10_000)]
    public int AppendTimeoutMilliseconds { get; init; } = 1000;

    /// <summary>Where a sink begins that was never configured before.</summary>
    /// <value>End: with what comes from now on</value>
    public SinkStart NewSinkStartsAt { get; init; } = SinkStart.End;

    /// <summary>First pause before a sink that failed is tried again; doubled each time up to <see cref="RetryMaxMilliseconds"/>, with jitter.</summary>
    /// <value>250</value>
    [Range(1, 60_000)]
    public int RetryMinMilliseconds { get; init; } = 250;

    /// <summary>Longest pause before it is tried again.</summary>
    /// <value>5000</value>
    [Range(1, 600_000)]
    public int RetryMaxMilliseconds { get; init; } = 5000;

    /// <summary>A sink that has not acknowledged a batch by then has failed.</summary>
    /// <value>30</value>
    [Range(1, 3600)]
    public int AcknowledgeTimeoutSeconds { get; init; } = 30;

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (RetryMaxMilliseconds < RetryMinMilliseconds)
            yield return (nameof(RetryMaxMilliseconds), $"{RetryMaxMilliseconds}", $"must be at least Delivery:RetryMinMilliseconds, {RetryMinMilliseconds}");
        if (SegmentBytes * 4 > MaxBytes)
            yield return (nameof(SegmentBytes), $"{SegmentBytes}", $"must be at most a quarter of Delivery:MaxBytes, {MaxBytes}, as room is made by whole segments");
    }
}

public enum SinkStart
{
    /// <summary>With what comes from now on.</summary>
    End,

    /// <summary>With the oldest record that is still there.</summary>
    Start,
}

/// <summary>When records are forced from the page cache to the medium. The page cache outlives the process; only a power cut or a kernel fault takes it.</summary>
public enum FsyncPolicy
{
    /// <summary>When the kernel does, within about half a minute.</summary>
    None,

    /// <summary>Every Delivery:FsyncIntervalMilliseconds.</summary>
    Interval,

    /// <summary>Before the append returns. Appends that come together share one wait.</summary>
    EveryRecord,
}

/// <summary>What happens to a record when the log is as large as it may be.</summary>
public enum FullPolicy
{
    /// <summary>The oldest segment goes, whoever has yet to read it: sinks get a gap marker in its place.</summary>
    DropOldest,

    /// <summary>It waits for a sink to make room, up to Delivery:AppendTimeoutMilliseconds, and is refused then.</summary>
    Block,
}
