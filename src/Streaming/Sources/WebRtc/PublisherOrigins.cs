using Media;

namespace Streaming.Sources.WebRtc;

/// <summary>The origin of a stream that one publication makes and ends.</summary>
public sealed class PublicationOrigin(PublisherSession session, string url) : ISourceOrigin
{
    public string Url => url;

    public IIngestSource Open(CancellationToken stop)
    {
        session.WaitUntilOpen(stop);
        return session;
    }

    public bool MayReturn(MediaErrorKind error) => false;
}

/// <summary>whip: — the origin of a stream that was created beforehand: it waits for whoever publishes to it, one at a time, and for the next.</summary>
public sealed class PublisherOrigin : ISourceOrigin
{
    public const string Address = "whip:";

    // A monitor, for its reader waits.
    private readonly object _change = new();
    private PublisherSession? _present;
    private bool _isTaken, _isClosed;

    public string Url => Address;

    public bool OutlivesServer => true;

    public bool WaitsForPublisher => true;

    /// <returns>False: somebody publishes to it, or nobody can any more.</returns>
    public bool TryOffer(PublisherSession session)
    {
        lock (_change)
        {
            if (_isClosed || _present is { IsEnded: false })
                return false;
            (_present, _isTaken) = (session, false);
            Monitor.Pulse(_change);
            return true;
        }
    }

    public IIngestSource Open(CancellationToken stop)
    {
        var session = Take(stop);
        try
        {
            session.WaitUntilOpen(stop);
            return session;
        }
        catch
        {
            // Nobody gets it: its publisher is told.
            session.Dispose();
            throw;
        }
    }

    /// <summary>Publishers come and go.</summary>
    public bool MayReturn(MediaErrorKind error) => true;

    public void Close()
    {
        PublisherSession? unread;
        lock (_change)
        {
            _isClosed = true;
            unread = _isTaken ? null : _present;
        }

        unread?.Dispose();
    }

    private PublisherSession Take(CancellationToken stop)
    {
        using var wake = stop.Register(Wake);
        lock (_change)
        {
            while (_present is null || _isTaken)
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_change);
            }

            _isTaken = true;
            return _present;
        }
    }

    private void Wake()
    {
        lock (_change)
            Monitor.Pulse(_change);
    }
}
