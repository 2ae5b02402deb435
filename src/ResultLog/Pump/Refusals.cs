namespace ResultLog.Pump;

/// <summary>What a sink refuses for good while it takes the rest, from the first record to when it has refused none for a while, so that each is told once.</summary>
/// <remarks>A key of another program, say, is in the way of one stream: batches with records of it and without come in turn. The pump writes, anyone reads.</remarks>
internal sealed class Refusals(TimeProvider time)
{
    private static readonly TimeSpan MinQuiet = TimeSpan.FromSeconds(10), MaxQuiet = TimeSpan.FromMinutes(10);

    private TimeSpan _quiet = MinQuiet;
    private long _last;
    private long _count;
    private string? _reason;

    /// <summary>Null while it takes everything.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <summary>Records since it began.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <returns>Whether it begins with this.</returns>
    public bool Refuse(string reason, long records)
    {
        // The event of the end may be refused as well; then it is told ever less often.
        _quiet = _last != 0 && Reason is null && time.GetElapsedTime(_last) < MaxQuiet ? TimeSpan.FromTicks(Math.Min(2 * _quiet.Ticks, MaxQuiet.Ticks)) : Reason is null ? MinQuiet : _quiet;
        _last = time.GetTimestamp();
        var begins = Reason is null;
        Interlocked.Exchange(ref _count, records + (begins ? 0 : Count));
        Volatile.Write(ref _reason, reason);
        return begins;
    }

    /// <summary>A batch was taken whole.</summary>
    /// <returns>Whether it ends with this.</returns>
    public bool Accept()
    {
        if (Reason is null || time.GetElapsedTime(_last) < _quiet)
            return false;
        Volatile.Write(ref _reason, null);
        return true;
    }
}
