namespace ResultLog;

/// <summary>The numbers that records have: a run in the high bits, the record's place in it in the low ones.</summary>
/// <remarks>
/// A power cut can take the end of the log, and with it offsets that a sink has already acknowledged. Given out again they would
/// make that sink skip new records, so after a reboot a new run begins, ahead of all that came before. A killed process loses
/// nothing of the page cache and goes on in the same run.
/// </remarks>
internal static class LogOffset
{
    // 2^40 records: 3,400 years at 10,000 a second. 2^23 runs are left for reboots.
    private const int RunBits = 40;

    /// <summary>The first offset of the run after that of <paramref name="offset"/>.</summary>
    public static long NextRun(long offset) => (offset >> RunBits) + 1 << RunBits;

    /// <summary>Records in [first, end) as far as their numbers tell: across runs only those of the last run are known.</summary>
    public static long Count(long first, long end) => Math.Max(0, end - Math.Max(first, end >> RunBits << RunBits));
}
