namespace Server.Http;

/// <summary>How many requests of one kind may be inside the server at once. Full: the next is refused, at once and before anything is read of it.</summary>
internal abstract class ConcurrencyLimit(int capacity)
{
    private int _inUse;

    /// <summary>Leases held now.</summary>
    public int Count => Math.Min(Volatile.Read(ref _inUse), capacity);

    /// <summary>A lease, given back by disposing it; null when all are held.</summary>
    public IDisposable? TryAcquire()
    {
        if (Interlocked.Increment(ref _inUse) <= capacity)
            return new Lease(this);
        Interlocked.Decrement(ref _inUse);
        return null;
    }

    private sealed class Lease(ConcurrencyLimit limit) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref limit._inUse);
    }
}
