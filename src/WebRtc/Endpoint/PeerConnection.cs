using Media;
using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Ice;
using WebRtc.Jitter;
using WebRtc.Network;
using WebRtc.Rtcp;
using WebRtc.Rtp;
using WebRtc.Sdp;
using WebRtc.Srtp;
using WebRtc.Stun;

namespace WebRtc;

/// <summary>One peer that publishes video to us, from its answer to its end. Its methods may be called from any thread.</summary>
public sealed class PeerConnection : IDisposable
{
    /// <summary>Kept for diagnosis alone; a browser has a dozen.</summary>
    private const int MaxCandidates = 50;

    private readonly Lock _lock = new();
    private readonly Negotiation _negotiation;
    private readonly PeerTransport _transport;
    private readonly VideoReceiver _video;
    private readonly ReceiverFeedback _feedback;
    private readonly PeerContext _context;
    private readonly TimeSpan _created;
    private readonly List<string> _candidates;

    internal PeerConnection(PeerContext context, Negotiation negotiation, IceCredentials credentials)
    {
        (_context, _negotiation) = (context, negotiation);
        _created = context.Clock.Now;
        _candidates = [.. negotiation.Remote.Candidates.Take(MaxCandidates)];
        var dtls = new DtlsSession(context.Dtls, DtlsRole.Server, negotiation.Remote.Fingerprint);
        _transport = new(new(credentials, negotiation.Remote.Ice), dtls);
        var jitter = new JitterOptions { MaxDelay = context.Options.MaxJitterDelay, MaxUnitBytes = context.Options.MaxUnitBytes };
        _video = new(negotiation, jitter, OnFrame);
        _feedback = new(negotiation, _video, context.Options.MaxBitsPerSecond);
        Answer = AnswerWriter.Write(negotiation, context.Transport(credentials));
    }

    /// <summary>The session description to give to the peer.</summary>
    public string Answer { get; }

    public VideoCodec Codec => _negotiation.Codec;

    public PeerState State { get; private set; }

    /// <summary>Why it ended, in words; empty before.</summary>
    public string Reason { get; private set; } = "";

    public PeerStatistics Statistics
    {
        get
        {
            lock (_lock)
                return PeerStatistics.Of(_transport, _video, _feedback, _candidates, _context.Clock.Now);
        }
    }

    internal bool IsEnded => State is PeerState.Closed or PeerState.Failed;

    private bool IsInHurry => State == PeerState.Handshaking || (State == PeerState.Connected && _video.IsWaiting);

    /// <summary>Asks for a key frame; requests in quick succession become one.</summary>
    public void RequestKeyFrame()
    {
        lock (_lock)
            _feedback.RequestKeyFrame();
    }

    /// <summary>Takes candidates, or new ICE credentials: a restart.</summary>
    public FragmentResult Apply(string fragment)
    {
        if (IceFragment.Read(fragment, out var problem) is not { } read)
            return new(null, OfferFault.Malformed, problem);
        if (read.IsEmpty)
            return new(null, OfferFault.Unsupported, "there is nothing about ICE in it: no candidate, no end of them, no credentials");
        lock (_lock)
        {
            _candidates.AddRange(read.Candidates.Take(Math.Max(0, MaxCandidates - _candidates.Count)));
            if (IsEnded || read.Credentials is null || read.Credentials == _transport.Ice.Remote)
                return FragmentResult.Taken;
            var credentials = _transport.Ice.Restart(read.Credentials);
            _context.Peers.SetUfrags(this, [.. _transport.Ice.Ufrags]);
            return new(IceFragment.Write(_context.Transport(credentials), _negotiation.Remote.Media[0]), null, "");
        }
    }

    /// <summary>Ends it: the peer is told.</summary>
    public void Dispose() => End(PeerState.Closed, "closed here");

    /// <returns>Whether the address is this peer's.</returns>
    internal bool OnCheck(in StunMessage check, IPeerPath path)
    {
        lock (_lock)
        {
            if (IsEnded)
                return false;
            try
            {
                var wasRestarting = _transport.Ice.IsRestarting;
                if (!_transport.OnCheck(check, path, _context.Clock.Now))
                    return false;
                if (wasRestarting && !_transport.Ice.IsRestarting)
                    _context.Peers.SetUfrags(this, [.. _transport.Ice.Ufrags]);
                if (State == PeerState.Waiting)
                    Enter(PeerState.Handshaking, "");
                if (IsInHurry)
                    _context.Ticker.Hurry();
            }
            catch (Exception e)
            {
                Break(e);
            }
            return !IsEnded;
        }
    }

    internal void OnDatagram(DatagramKind kind, Span<byte> datagram)
    {
        lock (_lock)
        {
            if (IsEnded)
                return;
            try
            {
                var now = _context.Clock.Now;
                Read(kind, datagram, now);
                SendFeedback(now);
                if (IsInHurry)
                    _context.Ticker.Hurry();
            }
            catch (Exception e)
            {
                Break(e);
            }
        }
    }

    /// <summary>By the endpoint's timer.</summary>
    /// <returns>Whether it waits for fine time.</returns>
    internal bool Advance()
    {
        lock (_lock)
        {
            if (IsEnded)
                return false;
            try
            {
                var now = _context.Clock.Now;
                _transport.Advance();
                _video.Advance(now);
                SendFeedback(now);
                Follow(_transport.Dtls);
                if (TimedOut(now) is { } reason)
                    End(PeerState.Failed, reason);
            }
            catch (Exception e)
            {
                Break(e);
            }
            return IsInHurry;
        }
    }

    private void Read(DatagramKind kind, Span<byte> datagram, TimeSpan now)
    {
        switch (kind)
        {
            case DatagramKind.Dtls:
                _transport.OnDtls(datagram);
                Follow(_transport.Dtls);
                break;
            case DatagramKind.Rtp when _transport.Open(datagram, isRtcp: false) is { IsEmpty: false } packet:
                _video.OnRtp(packet, now);
                break;
            case DatagramKind.Rtcp when _transport.Open(datagram, isRtcp: true) is { IsEmpty: false } compound:
                _video.OnRtcp(compound, now);
                break;
        }
    }

    /// <summary>A fault, ours or the receiver's, ends this peer and touches no other.</summary>
    private void Break(Exception fault)
    {
        _context.OnFault(fault);
        try
        {
            End(PeerState.Failed, $"a fault of the server: {fault.GetType().Name}: {fault.Message}");
        }
        catch (Exception e)
        {
            // The receiver throws at this news, too; there is nothing left to end.
            _context.OnFault(e);
        }
    }

    private string? TimedOut(TimeSpan now) => State switch
    {
        PeerState.Waiting when now - _created > _context.Options.HandshakeTimeout =>
            "no ICE connectivity check came: the peer does not reach the addresses of the answer's candidates",
        PeerState.Handshaking when now - _created > _context.Options.HandshakeTimeout =>
            "the DTLS handshake did not end in time",
        PeerState.Connected when now - _transport.LastCheck > _context.Options.ConsentTimeout =>
            "the peer is gone: no ICE check came for too long",
        _ => null,
    };

    private void Follow(DtlsSession dtls)
    {
        if (dtls.State == DtlsState.Connected && State == PeerState.Handshaking)
            Enter(PeerState.Connected, "");
        if (dtls.State == DtlsState.Closed)
            End(PeerState.Closed, "the peer said goodbye");
        if (dtls.State == DtlsState.Failed)
            End(PeerState.Failed, $"DTLS: {dtls.Failure}");
    }

    private void SendFeedback(TimeSpan now)
    {
        if (State != PeerState.Connected)
            return;
        Span<byte> buffer = stackalloc byte[RtcpWriter.MaxLength + 100 + SrtpSession.MaxTrailer];
        for (int length; (length = _feedback.Write(buffer, now)) > 0;)
            _transport.SendRtcp(buffer, length);
    }

    private void OnFrame(AssembledFrame frame, long pts, DateTimeOffset? captured)
    {
        var times = new FrameTimes(pts, frame.Timestamp, captured, _context.Clock.ToTimestamp(frame.Arrival), default);
        _context.Receiver.OnUnit(this, EncodedUnit.Of(frame.Bytes, times, frame.IsKey));
    }

    private void End(PeerState state, string reason)
    {
        lock (_lock)
        {
            if (IsEnded)
                return;
            _context.Peers.Remove(this, failed: state == PeerState.Failed);
            _transport.Dispose();
            Enter(state, reason);
        }
    }

    private void Enter(PeerState state, string reason)
    {
        (State, Reason) = (state, reason);
        _context.Receiver.OnState(this, state, reason);
    }
}
