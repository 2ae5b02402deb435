using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Media;
using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Ice;
using WebRtc.Network;
using WebRtc.Rtcp;
using WebRtc.Sdp;
using WebRtc.Srtp;
using WebRtc.Stun;

namespace WebRtc.Client;

/// <summary>
/// The other side: publishes one video to an endpoint, as the load tool and the tests do. It answers requests for packets and counts those for
/// key frames.
/// </summary>
internal sealed class VideoPublisher : IAsyncDisposable
{
    /// <summary>An endpoint gives up sooner.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10), SteadyTick = TimeSpan.FromMilliseconds(100), ReportInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly EndpointClock _clock;
    private readonly DtlsContext _context;
    private readonly IceCredentials _credentials = IceCredentials.Create();
    private readonly uint _ssrc = (uint)Random.Shared.NextInt64(1, uint.MaxValue), _rtxSsrc = (uint)Random.Shared.NextInt64(1, uint.MaxValue);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[2048];
    private readonly VideoCodec _codec;
    private readonly UdpPort _udp;
    private ITimer? _timer;
    private IceClient? _ice;
    private DtlsSession? _dtls;
    private SrtpSession? _srtp;
    private RtpSender? _sender;
    private TcpConnection? _tcp;
    private Task _tcpReceiving = Task.CompletedTask;
    private IPeerPath? _path;
    private TimeSpan _nextReport;

    public VideoPublisher(VideoCodec codec, IPEndPoint local, TimeProvider time)
    {
        NativeLibraries.Require();
        (_codec, _clock) = (codec, new(time));
        var certificate = DtlsCertificate.Create(time);
        _context = new(certificate);
        _udp = new(local, 1 << 20, (_, datagram) => OnDatagram(datagram), fault => _connected.TrySetException(fault));
        Offer = OfferWriter.Write(codec, new(_credentials, certificate.Fingerprint, [], []), _ssrc, _rtxSsrc);
    }

    public string Offer { get; }

    /// <summary>Whether a packet of video gets lost; null: none is.</summary>
    public Func<bool>? Loses { get; init; }

    /// <summary>Whether to come over TCP, where the answer has a candidate for that.</summary>
    public bool UsesTcp { get; init; }

    public int KeyFrameRequests { get; private set; }

    public long Repeats { get; private set; }

    /// <summary>Packets whose arrival the endpoint has told.</summary>
    public long ReportedArrivals { get; private set; }

    public DtlsState DtlsState => _dtls?.State ?? DtlsState.Handshaking;

    public async Task ConnectAsync(string answer, CancellationToken cancelled)
    {
        var remote = RemoteDescriptionReader.Read(answer, out var problem) ?? throw new WebRtcException($"the answer: {problem}");
        var path = await Reach(remote, cancelled);
        lock (_lock)
        {
            _path = path;
            _ice = new(_credentials, remote.Ice);
            _dtls = new(_context, DtlsRole.Client, remote.Fingerprint);
            _sender = new(_codec, remote.Media[0].Extensions, _ssrc, _rtxSsrc);
        }
        if (_tcp is not null)
            _tcpReceiving = ReceiveTcp(_tcp);
        else
            _udp.Start();
        _timer = _clock.Time.CreateTimer(_ => Advance(), null, TimeSpan.Zero, Tick);
        try
        {
            await _connected.Task.WaitAsync(ConnectTimeout, _clock.Time, cancelled);
        }
        catch (TimeoutException e)
        {
            throw new WebRtcException($"no connection to {path.Address} within {ConnectTimeout.TotalSeconds:0} s: ICE {(_ice.IsConnected ? "is" : "is not")} connected, DTLS is {_dtls.State}", e);
        }
        // Nothing is in a hurry any more, and a load tool has hundreds of these.
        _timer.Change(SteadyTick, SteadyTick);
    }

    public void Send(ReadOnlyMemory<byte> unit, bool isKey, uint timestamp, DateTimeOffset captured)
    {
        lock (_lock)
            foreach (var packet in _sender!.Send(unit, isKey, timestamp, captured))
            {
                packet.CopyTo(_buffer, 0);
                SendRtp(packet.Length);
            }
    }

    /// <summary>The unit's packets, protected, to be sent with <see cref="SendRaw"/> at any time, but in this order.</summary>
    public IReadOnlyList<byte[]> Protect(ReadOnlyMemory<byte> unit, bool isKey, uint timestamp, DateTimeOffset captured)
    {
        var made = new List<byte[]>();
        lock (_lock)
            foreach (var packet in _sender!.Send(unit, isKey, timestamp, captured))
            {
                packet.CopyTo(_buffer, 0);
                made.Add(_buffer[.._srtp!.Protect(_buffer, packet.Length)]);
            }
        return made;
    }

    /// <summary>A datagram as it is, from this publisher's address.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram) => _path!.Send(datagram);

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        lock (_lock)
        {
            _dtls?.Close();
            SendDtls();
        }
        await _udp.DisposeAsync();
        if (_tcp is not null)
            await _tcp.DisposeAsync();
        await _tcpReceiving;
        _dtls?.Dispose();
        _srtp?.Dispose();
        _context.Dispose();
    }

    private async Task<IPeerPath> Reach(RemoteDescription remote, CancellationToken cancelled)
    {
        // "1 1 udp PRIORITY ADDRESS PORT typ host"
        var candidate = remote.Candidates.Select(candidate => candidate.Split(' ')).First(parts => parts[2] == (UsesTcp ? "tcp" : "udp"));
        var to = new IPEndPoint(IPAddress.Parse(candidate[4]), int.Parse(candidate[5], CultureInfo.InvariantCulture));
        if (!UsesTcp)
            return new UdpPath(_udp, TransportAddress.From(to));
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(to, cancelled);
        return _tcp = new(socket, (_, datagram) => OnDatagram(datagram));
    }

    private async Task ReceiveTcp(TcpConnection connection)
    {
        await connection.Receive();
        _connected.TrySetException(new WebRtcException("the connection was closed"));
    }

    private bool OnDatagram(Span<byte> datagram)
    {
        lock (_lock)
            switch (Demultiplexer.KindOf(datagram))
            {
                case DatagramKind.Stun when StunMessage.TryRead(datagram, out var response):
                    OnResponse(response);
                    break;
                case DatagramKind.Dtls:
                    _dtls!.Receive(datagram);
                    SendDtls();
                    Follow();
                    break;
                case DatagramKind.Rtcp when _srtp is not null:
                    OnRtcp(datagram[.._srtp.UnprotectRtcp(datagram)]);
                    break;
            }
        return true;
    }

    private void OnResponse(in StunMessage response)
    {
        var wasConnected = _ice!.IsConnected;
        _ice.OnResponse(response);
        if (wasConnected || !_ice.IsConnected)
            return;
        _dtls!.Start();
        SendDtls();
    }

    private void Follow()
    {
        if (_dtls!.State == DtlsState.Failed)
            _connected.TrySetException(new WebRtcException(_dtls.Failure));
        if (_dtls.Keys is null || _srtp is not null)
            return;
        _srtp = new(_dtls.Keys);
        _connected.TrySetResult();
    }

    private void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        var lost = new List<ushort>();
        var told = new List<(ushort Sequence, TimeSpan? Arrival)>();
        while (reader.TryNext(out var packet))
        {
            if (packet.IsPayloadFeedback(FeedbackFormat.Pli) || Fir.IsAbout(packet, _ssrc))
                KeyFrameRequests++;
            Nack.TryRead(packet, lost);
            TransportFeedback.TryRead(packet, told);
        }
        ReportedArrivals += told.Count(arrival => arrival.Arrival is not null);
        foreach (var sequence in lost)
            if (_sender!.TryRepeat(sequence, _clock.Time.GetUtcNow(), _buffer, out var length))
            {
                Repeats++;
                SendRtp(length);
            }
    }

    private void Advance()
    {
        lock (_lock)
        {
            Span<byte> check = stackalloc byte[512];
            if (_ice!.WriteCheck(check, _clock.Now) is > 0 and var length)
                _path!.Send(check[..length]);
            _dtls!.HandleTimeout();
            SendDtls();
            if (_srtp is null || _clock.Now < _nextReport)
                return;
            _nextReport = _clock.Now + ReportInterval;
            _path!.Send(_buffer.AsSpan(0, _srtp.ProtectRtcp(_buffer, _sender!.WriteReport(_buffer))));
        }
    }

    private void SendRtp(int length)
    {
        var sent = _srtp!.Protect(_buffer, length);
        if (Loses?.Invoke() != true)
            _path!.Send(_buffer.AsSpan(0, sent));
    }

    private void SendDtls()
    {
        while (_dtls is not null && _dtls.TryTakeDatagram(out var datagram))
            _path!.Send(datagram);
    }
}
