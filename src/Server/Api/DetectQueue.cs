namespace Server.Api;

/// <summary>How many single pictures may be inside the server at once. Full: the next is refused, at once and before its body is read.</summary>
internal sealed class DetectQueue(int capacity)
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

    private sealed class Place(DetectQueue queue) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref queue._inside);
    }
}
