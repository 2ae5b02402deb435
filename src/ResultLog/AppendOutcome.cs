using ResultLog.Segments;

namespace ResultLog;

/// <summary>What became of a record. All but <see cref="Accepted"/> are counted, and a gap marker in the log tells of them.</summary>
public enum AppendOutcome
{
    /// <summary>It is in the page cache: only a power cut can take it, and none under <see cref="FsyncPolicy.EveryRecord"/>.</summary>
    Accepted,

    /// <summary>The log is as large as it may be, and <see cref="FullPolicy.Block"/> forbids to drop older records.</summary>
    Full,

    /// <summary>The disk fails or is full; it is tried again a few times a second.</summary>
    Failing,

    /// <summary>The disk is so slow that other appends took all of the time that this one may wait.</summary>
    Busy,

    /// <summary>Larger than <see cref="RecordFrame.MaxPayload"/>.</summary>
    TooLarge,

    /// <summary>The server is stopping.</summary>
    Completed,
}
