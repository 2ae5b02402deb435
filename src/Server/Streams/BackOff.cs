using Server.Ingest;

namespace Server.Streams;

/// <summary>Pauses between attempts: doubled each time up to a bound, with full jitter in the upper half, so that a hundred cameras do not return at once.</summary>
internal sealed class BackOff(IngestOptions options)
{
    private double _milliseconds = options.ReconnectMinMilliseconds;

    public void Reset() => _milliseconds = options.ReconnectMinMilliseconds;

    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void Wait(CancellationToken stop)
    {
        var pause = _milliseconds * (0.5 + Random.Shared.NextDouble() / 2);
        _milliseconds = Math.Min(_milliseconds * 2, options.ReconnectMaxMilliseconds);
        if (stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(pause)))
            stop.ThrowIfCancellationRequested();
    }
}
