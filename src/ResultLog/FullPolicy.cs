namespace ResultLog;

/// <summary>What happens to a record when the log is as large as it may be.</summary>
public enum FullPolicy
{
    /// <summary>The oldest segment goes, whoever has yet to read it: sinks get a gap marker in its place.</summary>
    DropOldest,

    /// <summary>It waits for a sink to make room, up to Delivery:AppendTimeoutMilliseconds, and is refused then.</summary>
    Block,
}
