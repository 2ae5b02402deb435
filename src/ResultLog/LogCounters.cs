using ResultLog.Segments;

namespace ResultLog;

/// <summary>What went in and what did not, since the start. Written under the log's gate or interlocked, read by anyone.</summary>
public sealed class LogCounters
{
    private readonly long[] _refused = new long[Enum.GetValues<AppendOutcome>().Length];
    private long _accepted;
    private long _acceptedBytes;
    private long _trimmed;
    private long _fsyncFailures;

    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Of payloads.</summary>
    public long AcceptedBytes => Interlocked.Read(ref _acceptedBytes);

    /// <summary>Records that a limit took before every sink had acknowledged them.</summary>
    public long Trimmed => Interlocked.Read(ref _trimmed);

    /// <summary>Each means: accepted records may not outlive a power cut.</summary>
    public long FsyncFailures => Interlocked.Read(ref _fsyncFailures);

    public long Refused(AppendOutcome outcome) => Interlocked.Read(ref _refused[(int)outcome]);

    public void CountAccepted(int bytes)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _acceptedBytes, bytes);
    }

    public void CountRefused(AppendOutcome outcome) => Interlocked.Increment(ref _refused[(int)outcome]);

    public void CountTrimmed(long records) => Interlocked.Add(ref _trimmed, records);

    public void CountFsyncFailure() => Interlocked.Increment(ref _fsyncFailures);
}

public enum LogState
{
    Ok,

    /// <summary>At its size limit: the full-policy is at work.</summary>
    Full,

    /// <summary>The disk refuses writes; records are not accepted.</summary>
    Failing,
}

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
