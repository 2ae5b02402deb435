using System.Net.Sockets;
using System.Net;
using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Ice;
using WebRtc.Network;
using WebRtc.Sdp;
using WebRtc.Stun;

namespace WebRtc;

/// <summary>One UDP port on which peers publish their video: an offer becomes an answer and a peer.</summary>
public sealed class WebRtcEndpoint : IAsyncDisposable
{
    private readonly WebRtcOptions _options;
    private readonly EndpointClock _clock;
    private readonly DtlsCertificate _certificate;
    private readonly DtlsContext _dtls;
    private readonly UdpPort _udp;
    private readonly TcpPort? _tcp;
    private readonly PeerTable _peers = new();
    private readonly StunRateLimit _rateLimit;
    private readonly IReadOnlyList<IPEndPoint> _addresses, _tcpAddresses;
    private readonly Ticker _ticker;
    private readonly Lock _accepting = new();
    private readonly Action<Exception>? _onFault;
    private long _unknown, _limited, _faults;
    private bool _isClosed;

    /// <param name="onFault">Gets each exception that is counted in <see cref="EndpointStatistics.Faults"/>, on the endpoint's own threads: it must neither wait nor throw.</param>
    /// <exception cref="ArgumentException">One of the codecs cannot be received.</exception>
    /// <exception cref="WebRtcException">A native library is missing.</exception>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public WebRtcEndpoint(WebRtcOptions options, TimeProvider time, Action<Exception>? onFault = null)
    {
        if (options.Codecs.Except(WebRtcOptions.KnownCodecs).ToList() is { Count: > 0 } unknown)
            throw new ArgumentException($"{string.Join(", ", unknown)} cannot be received by WebRTC", nameof(options));
        NativeLibraries.Require();
        (_options, _onFault) = (options, onFault);
        _clock = new(time);
        _certificate = DtlsCertificate.Create(time);
        _dtls = new(_certificate);
        _rateLimit = new(options.MaxUnknownChecksPerSecond);
        (_udp, _tcp) = Open(options, time);
        _addresses = LocalAddresses.Of(options, _udp.LocalEndPoint);
        _tcpAddresses = _tcp is null ? [] : LocalAddresses.Of(options, _tcp.LocalEndPoint);
        _ticker = new(time, Advance);
        _udp.Start();
        _tcp?.Start();
    }

    public IPEndPoint LocalEndPoint => _udp.LocalEndPoint;

    /// <summary>Null: no connections are taken.</summary>
    public IPEndPoint? LocalTcpEndPoint => _tcp?.LocalEndPoint;

    /// <summary>The peers of this moment.</summary>
    public IReadOnlyList<PeerConnection> Peers => _peers.All;

    public EndpointStatistics Statistics => new(
        _peers.All.Count, _udp.Received + (_tcp?.Received ?? 0), Interlocked.Read(ref _unknown), Interlocked.Read(ref _limited),
        _udp.SendFailures + (_tcp?.Dropped ?? 0), Interlocked.Read(ref _faults), _udp.Drops, _peers.Failed, _tcp?.Connections ?? 0, _tcp?.Cut ?? 0);

    /// <param name="receiver">Gets the peer's video and its states.</param>
    /// <param name="client">Where the offer came from, for the limit on sessions; null: it is not limited.</param>
    public OfferResult Accept(string offer, IPeerReceiver receiver, IPAddress? client = null)
    {
        if (RemoteDescriptionReader.Read(offer, out var problem) is not { } remote)
            return OfferResult.Of(OfferFault.Malformed, problem);
        if (Negotiator.Negotiate(remote, _options.Codecs, out problem) is not { } negotiation)
            return OfferResult.Of(OfferFault.Unsupported, problem);
        lock (_accepting)
        {
            if (_isClosed)
                return OfferResult.Of(OfferFault.Full, "the server is about to stop");
            if (_peers.All.Count >= _options.MaxSessions)
                return OfferResult.Of(OfferFault.Full, $"there are {_options.MaxSessions} sessions: no more are allowed");
            if (client is not null && _peers.CountOf(client) >= _options.MaxSessionsPerAddress)
                return OfferResult.Of(OfferFault.Full, $"there are {_options.MaxSessionsPerAddress} sessions of your address: no more are allowed");
            var context = new PeerContext(_options, _clock, _dtls, _certificate.Fingerprint, _addresses, _tcpAddresses, _ticker, _peers, receiver, OnFault);
            var credentials = IceCredentials.Create();
            var peer = new PeerConnection(context, negotiation, credentials);
            _peers.Add(peer, client, [credentials.Ufrag]);
            return OfferResult.Of(peer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_accepting)
            _isClosed = true;
        await _ticker.DisposeAsync();
        foreach (var peer in _peers.All)
            peer.Dispose();
        await _udp.DisposeAsync();
        if (_tcp is not null)
            await _tcp.DisposeAsync();
        _dtls.Dispose();
    }

    private (UdpPort Udp, TcpPort? Tcp) Open(WebRtcOptions options, TimeProvider time)
    {
        var udp = new UdpPort(options.Listen, options.SocketBufferBytes, (from, datagram) => OnDatagram(from, null, datagram), OnFault);
        try
        {
            // A peer may try several ways at a time.
            var limits = (2 * options.MaxSessions, 2 * options.MaxSessionsPerAddress);
            var tcp = options.ListenTcp is { } listen ? new TcpPort(listen, limits, (path, datagram) => OnDatagram(path.Address, path, datagram), OnFault, time) : null;
            return (udp, tcp);
        }
        catch
        {
            udp.Close();
            throw;
        }
    }

    /// <param name="connection">Null: it came over UDP.</param>
    /// <returns>Whether it is of a peer, as far as can be told.</returns>
    private bool OnDatagram(TransportAddress from, TcpConnection? connection, Span<byte> datagram)
    {
        var kind = Demultiplexer.KindOf(datagram);
        var isKnown = _peers.TryFind(from, out var peer);
        if (kind == DatagramKind.Stun)
            return OnStun(from, connection, datagram, isKnown);
        if (!isKnown || kind == DatagramKind.Unknown)
            return Refuse();
        peer.OnDatagram(kind, datagram);
        return true;
    }

    private bool OnStun(TransportAddress from, TcpConnection? connection, ReadOnlySpan<byte> datagram, bool isKnown)
    {
        if (!isKnown && !_rateLimit.Allows(from, _clock.Now))
        {
            // No reason to end a connection: the next one may be let through.
            Interlocked.Increment(ref _limited);
            return true;
        }
        if (!StunMessage.TryRead(datagram, out var check) || IceResponder.LocalUfrag(check) is not { } ufrag || !_peers.TryFind(ufrag, out var peer))
            return Refuse();
        if (peer.OnCheck(check, connection ?? (IPeerPath)new UdpPath(_udp, from)) && (!_peers.TryFind(from, out var known) || known != peer))
            _peers.AddAddress(peer, from);
        return true;
    }

    private void OnFault(Exception fault)
    {
        Interlocked.Increment(ref _faults);
        _onFault?.Invoke(fault);
    }

    private bool Refuse()
    {
        Interlocked.Increment(ref _unknown);
        return false;
    }

    private bool Advance()
    {
        var isFine = false;
        foreach (var peer in _peers.All)
            isFine |= peer.Advance();
        _tcp?.Sweep(address => _peers.TryFind(address, out _));
        return isFine;
    }
}

/// <summary>The endpoint cannot work at all: a library is missing, or a native call failed that no peer can make fail.</summary>
public sealed class WebRtcException(string message, Exception? inner = null) : Exception(message, inner);
