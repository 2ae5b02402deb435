namespace ResultLog.Pump;

/// <summary>Pauses between attempts: doubled each time up to a bound, with full jitter in the upper half, so that a hundred cameras do not return at once.</summary>
public sealed class BackOff(int minMilliseconds, int maxMilliseconds)
{
    // A camera that answers and is gone again a moment later is not back.
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private double _milliseconds = minMilliseconds;

    /// <summary>Begins anew with the shortest pause.</summary>
    public void Reset() => _milliseconds = minMilliseconds;

    /// <summary>A session ended that lasted so long.</summary>
    public void Lasted(TimeSpan session)
    {
        if (session >= Healthy)
            Reset();
    }

    public TimeSpan Next()
    {
        var pause = _milliseconds * (0.5 + Random.Shared.NextDouble() / 2);
        _milliseconds = Math.Min(_milliseconds * 2, maxMilliseconds);
        return TimeSpan.FromMilliseconds(pause);
    }

    /// <summary>A pause that <see cref="Next"/> gave.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public static void Wait(TimeSpan pause, CancellationToken stop)
    {
        if (stop.WaitHandle.WaitOne(pause))
            stop.ThrowIfCancellationRequested();
    }
}
