using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Media;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>One publication, from its answer to its end: gets what the peer sends, and is the source that a stream reads it from.</summary>
/// <remarks>The port's threads push under the peer's lock, the stream's thread reads, and requests and diagnosis come from anywhere.</remarks>
public sealed class PublisherSession : IPeerReceiver, IIngestSource
{
    private const string Candidate = "a=candidate:";

    // Half a second of video: more than what comes at once when a lost packet was waited for.
    private const int Capacity = 16;

    // How often one that was not heard of yet is looked at.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.5);

    private readonly UnitQueue _units = new(Capacity);
    private readonly MediaClock _clock = new(isLive: true, reorders: true);
    private readonly ManualResetEventSlim _decided = new();
    private readonly Lock _restarts = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPAddress? _client;
    private readonly TimeProvider _time;
    private readonly Action<SessionFacts> _onEnd;
    private readonly DateTimeOffset _started;
    private readonly TimeSpan _patience;
    private PeerConnection? _peer;
    private IReadOnlyList<string> _localCandidates = [];
    private SessionState _state = SessionState.Waiting;
    private long _stateSince;
    private bool _wasConnected, _hasCaptureTimes;
    private long _decodeErrors;
    private volatile bool _isEnded;
    private volatile string? _fault;

    // Why it is ended here, of which the peer knows nothing.
    private volatile string? _givenUp;

    /// <param name="isLive">Its stream outlives it and waits for the next publisher.</param>
    /// <param name="patience">The longest that it may be connected without a frame.</param>
    /// <param name="onEnd">Gets the last facts, under the peer's lock.</param>
    public PublisherSession(string streamId, bool isLive, TimeSpan patience, IPAddress? client, TimeProvider time, Action<SessionFacts> onEnd)
    {
        _patience = patience;
        (StreamId, IsLive, _client, _time, _onEnd) = (streamId, isLive, client, time, onEnd);
        (_started, _stateSince) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>On every result of it, and its name in diagnosis: no secret.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>128 random bits; who knows them may end it.</summary>
    public string Secret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string StreamId { get; }

    /// <summary>The session description for the peer.</summary>
    public string Answer => _peer!.Answer;

    /// <summary>Which ICE session this is: a restart begins the next.</summary>
    public int IceSession { get; private set; }

    /// <summary>Ends when the peer's connection has.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Ends when nothing is left of it but facts.</summary>
    public Task Departure { get; set; } = Task.CompletedTask;

    /// <summary>It has ended, or nobody reads it any more.</summary>
    public bool IsEnded => _isEnded;

    public SessionFacts Facts => Collect(_peer!, "");

    string? IIngestSource.SessionId => Id;

    public VideoFormat Format => VideoFormat.Of(_peer!.Codec);

    public bool IsLive { get; }

    public bool CanWait => false;

    public long Skipped => _units.Dropped;

    public string? Warning => _clock.Warning;

    /// <summary>What is left of it, instead of anything else.</summary>
    public SessionFacts Refuse(OfferResult result) =>
        Identity(SessionState.Refused) with { Ended = _started, Fault = result.Fault, Reason = result.Problem };

    /// <summary>Before anything else.</summary>
    public void Begin(PeerConnection peer)
    {
        _peer = peer;
        _localCandidates = [.. peer.Answer.Split("\r\n").Where(line => line.StartsWith(Candidate, StringComparison.Ordinal)).Select(line => line[Candidate.Length..])];
    }

    /// <summary>Takes trickled candidates, or restarts ICE.</summary>
    /// <param name="iceSession">That the fragment is meant for; null: whichever there is.</param>
    /// <returns>Null: it is another ICE session by now.</returns>
    public FragmentResult? Apply(string fragment, int? iceSession)
    {
        // Fragments may overtake one another; the number is compared and changed in one step.
        lock (_restarts)
        {
            if (iceSession is { } meant && meant != IceSession)
                return null;
            var result = _peer!.Apply(fragment);
            if (result.Answer is not null)
                IceSession++;
            return result;
        }
    }

    /// <summary>By anyone: the peer is told, if it is there still. The stream reads what has come.</summary>
    public void End() => _peer?.Dispose();

    /// <summary>When this returns, it is over and, where the stream is its own, the stream's id is free.</summary>
    public Task EndAsync()
    {
        End();
        return Departure;
    }

    /// <summary>The first unit opens the source.</summary>
    public void OnUnit(PeerConnection peer, in EncodedUnit unit)
    {
        _hasCaptureTimes = unit.Times.CaptureTime is not null;
        if (!_decided.IsSet)
            _decided.Set();
        if (!_units.TryAdd(unit.Bytes.Span, unit.Times, unit.IsKey))
            peer.RequestKeyFrame();
    }

    public void OnState(PeerConnection peer, PeerState state, string reason)
    {
        (_state, _stateSince) = (StateOf(state), _time.GetTimestamp());
        _wasConnected |= state == PeerState.Connected;
        if (state is not (PeerState.Closed or PeerState.Failed))
            return;
        Complete(state == PeerState.Failed ? reason : null);
        _onEnd(Collect(peer, _givenUp ?? reason) with { Ended = _time.GetUtcNow() });
        _finished.SetResult();
    }

    /// <summary>By the stream's thread: waits for the first unit.</summary>
    /// <exception cref="MediaException">None came; says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void WaitUntilOpen(CancellationToken stop)
    {
        // The handshake has a bound of its own.
        while (!_decided.Wait(Glance, stop))
        {
            if (_state == SessionState.Connected && _time.GetElapsedTime(_stateSince) >= _patience)
                throw GiveUp();
        }

        ThrowIfFaulty();
    }

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        try
        {
            if (_units.TryTake(out unit, _patience, stop))
            {
                unit = unit.With(Judged(unit.Times));
                return true;
            }
        }
        catch (TimeoutException)
        {
            throw GiveUp();
        }

        ThrowIfFaulty();
        return false;
    }

    /// <summary>The RTP timestamp stays what it was; a frame whose time was not meant has no capture time either, since that is reckoned from it.</summary>
    private FrameTimes Judged(in FrameTimes times)
    {
        var pts = _clock.Next(times.Pts90kHz, _time.GetElapsedTime(0, times.Arrival), wait: TimeSpan.MaxValue);
        return times with { Pts90kHz = pts, CaptureTime = _clock.IsTrusted ? times.CaptureTime : null };
    }

    /// <summary>Its connection stands, and no frame comes by it.</summary>
    private MediaException GiveUp()
    {
        var peer = _peer!.Statistics;
        var what = peer.Silence is { } silence && silence < _patience
            ? $"packets of its video come, but no whole frame; a key frame was asked for {peer.KeyFrameRequests} times"
            : "no packet of video comes; was its track muted or ended, or its camera taken away?";
        _givenUp = $"the publisher is connected, but gave no frame within {_patience.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s: {what}";
        End();
        return new MediaException(MediaErrorKind.Timeout, _givenUp);
    }

    public void OnUndecodable()
    {
        Interlocked.Increment(ref _decodeErrors);
        _peer!.RequestKeyFrame();
    }

    /// <summary>By who reads it, or would have: ends it, and lets go of what is unread.</summary>
    public void Dispose()
    {
        _isEnded = true;
        End();
        _units.Dispose();
    }

    /// <param name="fault">What ended it, in words; null for a goodbye.</param>
    private void Complete(string? fault)
    {
        (_fault, _isEnded) = (_decided.IsSet ? fault : fault ?? "the publisher left before its first frame", true);
        _units.Complete();
        _decided.Set();
    }

    private void ThrowIfFaulty()
    {
        if (_fault is { } fault)
            throw new MediaException(MediaErrorKind.Io, fault);
    }

    private static SessionState StateOf(PeerState state) => state switch
    {
        PeerState.Waiting => SessionState.Waiting,
        PeerState.Handshaking => SessionState.Handshaking,
        PeerState.Connected => SessionState.Connected,
        PeerState.Closed => SessionState.Closed,
        _ => SessionState.Failed,
    };

    private SessionFacts Identity(SessionState state) => new() { Id = Id, StreamId = StreamId, Client = _client, Started = _started, State = state };

    private SessionFacts Collect(PeerConnection peer, string reason) => Identity(_state) with
    {
        InState = _time.GetElapsedTime(_stateSince),
        Reason = reason,
        Codec = VideoFormat.NameOf(peer.Codec),
        LocalCandidates = _localCandidates,
        WasConnected = _wasConnected,
        Peer = peer.Statistics,
        HasCaptureTimes = _hasCaptureTimes,
        IsGivenUp = _givenUp is not null,
        UnitsSkipped = Skipped,
        DecodeErrors = Interlocked.Read(ref _decodeErrors),
    };
}
