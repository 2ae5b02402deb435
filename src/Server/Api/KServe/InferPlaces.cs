namespace Server.Api.KServe;

/// <summary>Requests with tensors inside the server: Server:MaxConcurrentInfers.</summary>
internal sealed class InferPlaces(int capacity) : Places(capacity)
{
    private long _refused;

    /// <summary>Requests that found no place.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void CountRefused() => Interlocked.Increment(ref _refused);
}
