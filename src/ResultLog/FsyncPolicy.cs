namespace ResultLog;

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
