namespace Streaming.Sources;

/// <summary>Plays media time at the speed of the clock.</summary>
/// <param name="longestWait">What is early by more has begun a new count of time, and is played at once.</param>
internal sealed class Pace(TimeProvider time, TimeSpan longestWait)
{
    // Wall clock of media time 0.
    private long _origin = time.GetTimestamp();

    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void WaitUntil(long pts90kHz, CancellationToken stop)
    {
        var early = TimeSpan.FromSeconds(pts90kHz / 90_000.0) - time.GetElapsedTime(_origin);
        // A machine that slept or a disk that stalled does not make the rest play in a rush.
        if (early < TimeSpan.FromSeconds(-1) || early > longestWait)
            _origin -= (long)(early.TotalSeconds * time.TimestampFrequency);
        else if (early > TimeSpan.FromMilliseconds(1) && stop.WaitHandle.WaitOne(early))
            stop.ThrowIfCancellationRequested();
    }
}
