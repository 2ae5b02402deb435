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
