namespace ResultLog;

/// <summary>From a first failure to the next success, so that each is told once.</summary>
internal sealed class Outage
{
    private string? _error;

    /// <summary>What failed last; null while all is well.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <returns>Whether it begins with this.</returns>
    public bool Fail(string error) => Interlocked.Exchange(ref _error, error) is null;

    /// <returns>Whether it ends with this.</returns>
    public bool Succeed() => Error is not null && Interlocked.Exchange(ref _error, null) is not null;
}
