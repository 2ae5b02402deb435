using System.Net;
using System.Net.Sockets;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>The socket: datagrams go to one handler, one after the other, without an allocation for each.</summary>
internal sealed class UdpPort : IAsyncDisposable
{
    /// <summary>Longer datagrams than Ethernet carries are of no peer; they are cut off and fail their checks.</summary>
    public const int MaxDatagram = 2048;

    private readonly Socket _socket;
    private readonly DatagramHandler _handler;
    private readonly AddressFamily _family;
    private Task _loop = Task.CompletedTask;
    private long _received, _sendFailures, _faults;
    private volatile bool _isClosed;

    public UdpPort(IPEndPoint listen, int bufferBytes, DatagramHandler handler)
    {
        (_handler, _family) = (handler, listen.AddressFamily);
        _socket = new(_family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (_family == AddressFamily.InterNetworkV6) _socket.DualMode = true;
            _socket.ReceiveBufferSize = bufferBytes;
            _socket.Bind(listen);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    internal delegate void DatagramHandler(TransportAddress from, Span<byte> datagram);

    public IPEndPoint LocalEndPoint { get; }

    public long Received => Interlocked.Read(ref _received);

    public long SendFailures => Interlocked.Read(ref _sendFailures);

    /// <summary>Datagrams whose handler threw.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>An address as <see cref="Send"/> takes it; made once for a peer.</summary>
    public SocketAddress ToSocketAddress(TransportAddress address) => address.ToSocketAddress(_family);

    public void Start() => _loop = Environment.GetEnvironmentVariable("RECV") switch { "batch" => Task.Factory.StartNew(ReceiveBatches, TaskCreationOptions.LongRunning), "thread" => Task.Factory.StartNew(ReceiveBlocking, TaskCreationOptions.LongRunning), _ => Task.Run(Receive) };

    private void ReceiveBlocking()
    {
        var buffer = GC.AllocateArray<byte>(MaxDatagram, pinned: true);
        var from = new SocketAddress(_family);
        while (!_isClosed)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                Interlocked.Increment(ref _received);
                Handle(TransportAddress.From(from), buffer.AsSpan(0, length));
            }
            catch (SocketException) when (!_isClosed) { }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { return; }
        }
    }

    private void ReceiveBatches()
    {
        var batch = new DatagramBatch(_family);
        while (!_isClosed)
        {
            var count = batch.Receive(_socket.SafeHandle);
            if (_isClosed) return;
            if (count < 0) continue;
            Interlocked.Add(ref _received, count);
            for (var i = 0; i < count; i++)
                Handle(batch.From(i), batch[i]);
        }
    }

    /// <summary>From any thread. A datagram that the system does not take is lost, as on any network.</summary>
    public void Send(SocketAddress to, ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, to);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _sendFailures);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _loop;
    }

    public void Close()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    private async Task Receive()
    {
        var buffer = GC.AllocateArray<byte>(MaxDatagram, pinned: true);
        var from = new SocketAddress(_family);
        while (!_isClosed)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from);
                Interlocked.Increment(ref _received);
                Handle(TransportAddress.From(from), buffer.AsSpan(0, length));
            }
            catch (SocketException) when (!_isClosed)
            {
                // An ICMP message about something that was sent: of no use here, a peer that is gone is found by its silence.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Handle(TransportAddress from, Span<byte> datagram)
    {
        try
        {
            _handler(from, datagram);
        }
        catch (Exception)
        {
            // One datagram must not end the port for all peers.
            Interlocked.Increment(ref _faults);
        }
    }
}
