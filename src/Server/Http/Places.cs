namespace Server.Http;

/// <summary>How many requests of one kind may be inside the server at once. Full: the next is refused, at once and before anything is read of it.</summary>
internal abstract class Places(int capacity)
{
    private int _inside;

    /// <summary>Places taken.</summary>
    public int Count => Math.Min(Volatile.Read(ref _inside), capacity);

    /// <summary>A place, given back by disposing it; null when there is none.</summary>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= capacity)
            return new Place(this);
        Interlocked.Decrement(ref _inside);
        return null;
    }

    private sealed class Place(Places places) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref places._inside);
    }
}
