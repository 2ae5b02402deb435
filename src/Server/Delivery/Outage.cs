namespace Server.Delivery;

/// <summary>From a first failure to the next success, so that each is told once.</summary>
/// <remarks>One writer at a time; anyone reads.</remarks>
internal sealed class Outage(TimeProvider time)
{
    private string? _error;
    private long _lastFailure;

    /// <summary>What failed last; null while all is well.</summary>
    public string? Error => Volatile.Read(ref _error);

    public TimeSpan SinceLastFailure => time.GetElapsedTime(Volatile.Read(ref _lastFailure));

    /// <returns>Whether it begins with this.</returns>
    public bool Fail(string error)
    {
        Volatile.Write(ref _lastFailure, time.GetTimestamp());
        return Interlocked.Exchange(ref _error, error) is null;
    }

    /// <returns>Whether it ends with this.</returns>
    public bool Succeed() => Error is not null && Interlocked.Exchange(ref _error, null) is not null;
}
