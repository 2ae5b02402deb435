using System.Net;
using System.Security.Cryptography;
using Media;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>One publication, from its answer to its end: the peer, and the source that its video comes out of.</summary>
public sealed class WebRtcSession : IPeerReceiver, IDisposable
{
    private const string Candidate = "a=candidate:";

    private readonly Lock _restarts = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPAddress? _client;
    private readonly TimeProvider _time;
    private readonly Action<SessionFacts> _onEnd;
    private readonly DateTimeOffset _started;
    private PeerSession? _peer;
    private IReadOnlyList<string> _localCandidates = [];
    private SessionState _state = SessionState.Waiting;
    private long _stateSince;
    private bool _wasConnected, _hasCaptureTimes;

    /// <param name="isLive">Its stream outlives it.</param>
    /// <param name="onEnd">Gets the last facts, under the peer's lock.</param>
    public WebRtcSession(string streamId, IPAddress? client, bool isLive, TimeProvider time, Action<SessionFacts> onEnd)
    {
        (StreamId, _client, _time, _onEnd) = (streamId, client, time, onEnd);
        (_started, _stateSince) = (time.GetUtcNow(), time.GetTimestamp());
        Source = new(Id, isLive);
    }

    /// <summary>On every result of it, and its name in diagnosis: no secret.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>128 random bits; who knows them may end it.</summary>
    public string Secret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string StreamId { get; }

    public WebRtcSource Source { get; }

    /// <summary>The session description for the peer.</summary>
    public string Answer => _peer!.Answer;

    /// <summary>Which ICE session this is: a restart begins the next.</summary>
    public int IceSession { get; private set; }

    /// <summary>Ends when the peer's connection has.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Ends when nothing is left of it but facts.</summary>
    public Task Departure { get; set; } = Task.CompletedTask;

    public SessionFacts Facts => Collect(_peer!, "");

    /// <summary>What is left of it, instead of anything else.</summary>
    public SessionFacts Refuse(OfferResult result) =>
        Identity(SessionState.Refused) with { Ended = _started, Fault = result.Fault, Reason = result.Problem };

    /// <summary>Before anything else.</summary>
    public void Begin(PeerSession peer)
    {
        _peer = peer;
        _localCandidates = [.. peer.Answer.Split("\r\n").Where(line => line.StartsWith(Candidate, StringComparison.Ordinal)).Select(line => line[Candidate.Length..])];
        Source.Begin(peer);
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

    public void OnUnit(PeerSession peer, in EncodedUnit unit)
    {
        _hasCaptureTimes = unit.Times.CaptureTime is not null;
        Source.Push(peer, unit);
    }

    public void OnState(PeerSession peer, PeerState state, string reason)
    {
        (_state, _stateSince) = (StateOf(state), _time.GetTimestamp());
        _wasConnected |= state == PeerState.Connected;
        if (state is not (PeerState.Closed or PeerState.Failed))
            return;
        Source.Complete(state == PeerState.Failed ? reason : null);
        _onEnd(Collect(peer, reason) with { Ended = _time.GetUtcNow() });
        _finished.SetResult();
    }

    /// <summary>The peer is told, if it is there still.</summary>
    public void Dispose() => _peer?.Dispose();

    private static SessionState StateOf(PeerState state) => state switch
    {
        PeerState.Waiting => SessionState.Waiting,
        PeerState.Handshaking => SessionState.Handshaking,
        PeerState.Connected => SessionState.Connected,
        PeerState.Closed => SessionState.Closed,
        _ => SessionState.Failed,
    };

    private SessionFacts Identity(SessionState state) => new() { Id = Id, StreamId = StreamId, Client = _client, Started = _started, State = state };

    private SessionFacts Collect(PeerSession peer, string reason) => Identity(_state) with
    {
        InState = _time.GetElapsedTime(_stateSince),
        Reason = reason,
        Codec = VideoFormat.NameOf(peer.Codec),
        LocalCandidates = _localCandidates,
        WasConnected = _wasConnected,
        Peer = peer.Statistics,
        HasCaptureTimes = _hasCaptureTimes,
        UnitsSkipped = Source.Skipped,
        DecodeErrors = Source.DecodeErrors,
    };
}
