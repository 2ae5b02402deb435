using Media;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>One peer's video, from the port's thread to the stream's.</summary>
/// <param name="sessionId">That its results carry.</param>
/// <param name="isLive">Its stream outlives it and waits for the next publisher.</param>
public sealed class WebRtcSource(string sessionId, bool isLive) : IIngestSource
{
    // Half a second of video: more than what comes at once when a lost packet was waited for.
    private const int Capacity = 16;

    private readonly UnitQueue _units = new(Capacity);
    private readonly ManualResetEventSlim _decided = new();
    private PeerSession? _peer;
    private long _decodeErrors;
    private volatile bool _isOver;
    private volatile string? _fault;

    public string SessionId => sessionId;

    public VideoFormat Format => VideoFormat.Of(_peer!.Codec);

    public bool IsLive => isLive;

    public bool CanWait => false;

    /// <summary>Access units that the stream's thread was too slow for.</summary>
    public long Skipped => _units.Dropped;

    /// <summary>Access units that made no picture.</summary>
    public long DecodeErrors => Interlocked.Read(ref _decodeErrors);

    /// <summary>It has ended, or nobody reads it any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Before a stream gets it.</summary>
    public void Begin(PeerSession peer) => _peer = peer;

    /// <summary>By the port's thread. The first unit opens it.</summary>
    public void Push(PeerSession peer, in EncodedUnit unit)
    {
        if (!_decided.IsSet)
            _decided.Set();
        if (!_units.TryAdd(unit.Bytes.Span, unit.Times, unit.IsKey))
            peer.RequestKeyFrame();
    }

    /// <summary>Nothing follows.</summary>
    /// <param name="fault">What ended it, in words; null for a goodbye.</param>
    public void Complete(string? fault)
    {
        (_fault, _isOver) = (_decided.IsSet ? fault : fault ?? "the publisher left before its first frame", true);
        _units.Complete();
        _decided.Set();
    }

    /// <summary>By the stream's thread: waits for the first unit.</summary>
    /// <exception cref="MediaException">None came; says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void WaitUntilOpen(CancellationToken stop)
    {
        _decided.Wait(stop);
        ThrowIfFaulty();
    }

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        if (_units.TryTake(out unit, stop))
            return true;
        ThrowIfFaulty();
        return false;
    }

    public void OnUndecodable()
    {
        Interlocked.Increment(ref _decodeErrors);
        _peer!.RequestKeyFrame();
    }

    /// <summary>By the stream's thread. The peer is told, if it is there still.</summary>
    public void Dispose()
    {
        _isOver = true;
        _peer?.Dispose();
        _units.Dispose();
    }

    private void ThrowIfFaulty()
    {
        if (_fault is { } fault)
            throw new MediaException(MediaErrorKind.Io, fault);
    }
}
