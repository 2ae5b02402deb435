namespace Server.Streams;

/// <summary>Pauses between attempts: doubled each time up to a bound, with full jitter in the upper half, so that a hundred cameras do not return at once.</summary>
internal sealed class BackOff(int minMilliseconds, int maxMilliseconds)
{
    private double _milliseconds = minMilliseconds;

    public void Reset() => _milliseconds = minMilliseconds;

    public TimeSpan Next()
    {
        var pause = _milliseconds * (0.5 + Random.Shared.NextDouble() / 2);
        _milliseconds = Math.Min(_milliseconds * 2, maxMilliseconds);
        return TimeSpan.FromMilliseconds(pause);
    }

    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void Wait(CancellationToken stop)
    {
        if (stop.WaitHandle.WaitOne(Next()))
            stop.ThrowIfCancellationRequested();
    }
}
