using System.Net;
using System.Net.Sockets;
using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Ice;
using WebRtc.Sdp;
using WebRtc.Stun;

namespace WebRtc;

/// <summary>One UDP port on which peers publish their video: an offer becomes an answer and a peer.</summary>
public sealed class WebRtcEndpoint : IAsyncDisposable
{
    /// <summary>The finest time anything here is counted in: a request for a lost packet.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    private readonly WebRtcOptions _options;
    private readonly EndpointClock _clock;
    private readonly DtlsCertificate _certificate;
    private readonly DtlsContext _dtls;
    private readonly UdpPort _port;
    private readonly PeerTable _peers = new();
    private readonly StunRateLimit _rateLimit;
    private readonly IReadOnlyList<IPEndPoint> _addresses;
    private readonly ITimer _timer;
    private readonly Lock _accepting = new();
    private int _isTicking;
    private long _unknown, _limited;
    private bool _isClosed;

    /// <exception cref="WebRtcException">A native library is missing.</exception>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public WebRtcEndpoint(WebRtcOptions options, TimeProvider time)
    {
        NativeLibraries.Require();
        _options = options;
        _clock = new(time);
        _certificate = DtlsCertificate.Create(time);
        _dtls = new(_certificate);
        _rateLimit = new(options.MaxUnknownChecksPerSecond);
        _port = new(options.Listen, options.SocketBufferBytes, OnDatagram);
        _addresses = LocalAddresses.Of(options, _port.LocalEndPoint);
        _timer = time.CreateTimer(_ => Tick(), null, s_tick, s_tick);
        _port.Start();
    }

    public IPEndPoint LocalEndPoint => _port.LocalEndPoint;

    /// <summary>The peers of this moment.</summary>
    public IReadOnlyList<PeerSession> Peers => _peers.All;

    public EndpointStatistics Statistics =>
        new(_peers.All.Count, _port.Received, Interlocked.Read(ref _unknown), Interlocked.Read(ref _limited), _port.SendFailures, _port.Faults);

    /// <param name="receiver">Gets the peer's video and its states.</param>
    /// <param name="client">Where the offer came from, for the limit on sessions; null: it is not limited.</param>
    public OfferResult Accept(string offer, IPeerReceiver receiver, IPAddress? client = null)
    {
        if (RemoteDescriptionReader.Read(offer, out var problem) is not { } remote) return OfferResult.Of(OfferFault.Malformed, problem);
        if (Negotiator.Negotiate(remote, _options.Codecs, out problem) is not { } negotiation) return OfferResult.Of(OfferFault.Unsupported, problem);
        lock (_accepting)
        {
            if (_isClosed) return OfferResult.Of(OfferFault.Full, "the server is about to stop");
            if (_peers.All.Count >= _options.MaxSessions) return OfferResult.Of(OfferFault.Full, $"there are {_options.MaxSessions} sessions: no more are allowed");
            if (client is not null && _peers.CountOf(client) >= _options.MaxSessionsPerAddress)
                return OfferResult.Of(OfferFault.Full, $"there are {_options.MaxSessionsPerAddress} sessions of your address: no more are allowed");
            var context = new PeerContext(_options, _clock, _dtls, _certificate.Fingerprint, _addresses, _port, _peers, receiver);
            var credentials = IceCredentials.Create();
            var peer = new PeerSession(context, negotiation, credentials);
            _peers.Add(peer, client, [credentials.Ufrag]);
            return OfferResult.Of(peer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_accepting) _isClosed = true;
        await _timer.DisposeAsync();
        foreach (var peer in _peers.All)
            peer.Dispose();
        await _port.DisposeAsync();
        _dtls.Dispose();
    }

    private void OnDatagram(TransportAddress from, Span<byte> datagram)
    {
        var kind = Demultiplexer.KindOf(datagram);
        var isKnown = _peers.TryFind(from, out var peer);
        if (kind == DatagramKind.Stun) OnStun(from, datagram, isKnown);
        else if (isKnown && kind != DatagramKind.Unknown) peer.OnDatagram(kind, datagram);
        else Interlocked.Increment(ref _unknown);
    }

    private void OnStun(TransportAddress from, ReadOnlySpan<byte> datagram, bool isKnown)
    {
        if (!isKnown && !_rateLimit.Allows(from, _clock.Now))
        {
            Interlocked.Increment(ref _limited);
            return;
        }
        if (!StunMessage.TryRead(datagram, out var check) || IceResponder.LocalUfrag(check) is not { } ufrag || !_peers.TryFind(ufrag, out var peer))
        {
            Interlocked.Increment(ref _unknown);
            return;
        }
        if (!peer.OnCheck(check, from)) return;
        if (!_peers.TryFind(from, out var known) || known != peer) _peers.AddAddress(peer, from);
    }

    private void Tick()
    {
        // A tick that takes longer than its period is not overtaken by the next.
        if (Interlocked.Exchange(ref _isTicking, 1) == 1) return;
        try
        {
            foreach (var peer in _peers.All)
                peer.Advance();
        }
        finally
        {
            Volatile.Write(ref _isTicking, 0);
        }
    }
}
