using Streaming.Sources;

namespace Streaming.Streams;

/// <summary>Where a stream's video is from now. Another source ends whatever waits for the one before.</summary>
/// <param name="stop">Fires when the stream shall end.</param>
internal sealed class CurrentSource(ISourceOrigin origin, CancellationToken stop)
{
    private readonly Lock _change = new();
    private ISourceOrigin _origin = origin;
    private CancellationTokenSource? _lifetime;

    public ISourceOrigin Origin => Volatile.Read(ref _origin);

    public void Replace(ISourceOrigin origin)
    {
        ISourceOrigin former;
        lock (_change)
        {
            former = _origin;
            Volatile.Write(ref _origin, origin);
            _lifetime?.Cancel();
        }

        former.Close();
    }

    /// <summary>A lease of the source, whose token fires at the stream's end and when the source is replaced. One at a time, disposed by its user.</summary>
    public SourceLease Acquire()
    {
        lock (_change)
        {
            _lifetime = CancellationTokenSource.CreateLinkedTokenSource(stop);
            return new SourceLease(this, _origin, _lifetime.Token);
        }
    }

    internal readonly record struct SourceLease(CurrentSource Owner, ISourceOrigin Origin, CancellationToken Lifetime) : IDisposable
    {
        public void Dispose()
        {
            lock (Owner._change)
            {
                Owner._lifetime?.Dispose();
                Owner._lifetime = null;
            }
        }
    }
}
