using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>
/// The socket: datagrams go to one handler, one after the other, without an allocation for each. A thread of its own waits in the call that
/// receives, which costs two thirds of what the runtime's event loop does; one call for many (recvmmsg) saves little more:
/// bench/results/webrtc-receive-2cores.md.
/// </summary>
internal sealed class UdpPort : IAsyncDisposable
{
    /// <summary>Longer datagrams than Ethernet carries are of no peer; they are cut off and fail their checks.</summary>
    public const int MaxDatagram = 2048;

    // Of Linux, asm-generic/socket.h and linux/sock_diag.h.
    private const int SocketLevel = 1, ForceReceiveBuffer = 33, MemoryInformation = 55, DropsOfInformation = 8;

    private static readonly TimeSpan ReceivePause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly DatagramHandler _handler;
    private readonly Action<Exception> _onFault;
    private readonly AddressFamily _family;
    private readonly ManualResetEventSlim _closed = new();
    private Task _loop = Task.CompletedTask;
    private long _received, _sendFailures;

    /// <param name="onFault">Gets what the handler throws.</param>
    public UdpPort(IPEndPoint listen, int bufferBytes, DatagramHandler handler, Action<Exception> onFault)
    {
        (_handler, _onFault, _family) = (handler, onFault, listen.AddressFamily);
        _socket = new(_family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (_family == AddressFamily.InterNetworkV6)
                _socket.DualMode = true;
            SetBuffer(bufferBytes);
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

    /// <summary>Datagrams that the system dropped, for the socket's buffer was full; 0 where it does not tell.</summary>
    public long Drops
    {
        get
        {
            Span<uint> information = stackalloc uint[DropsOfInformation + 1];
            if (!OperatingSystem.IsLinux() || _closed.IsSet)
                return 0;
            try
            {
                _socket.GetRawSocketOption(SocketLevel, MemoryInformation, MemoryMarshal.AsBytes(information));
            }
            catch (ObjectDisposedException)
            {
                // Closed since it was asked.
            }
            return information[DropsOfInformation];
        }
    }

    /// <summary>An address as <see cref="Send"/> takes it; made once for a peer.</summary>
    public SocketAddress ToSocketAddress(TransportAddress address) => address.ToSocketAddress(_family);

    public void Start() => _loop = Task.Factory.StartNew(Receive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

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
        _closed.Set();
        _socket.Dispose();
    }

    private void SetBuffer(int bytes)
    {
        _socket.ReceiveBufferSize = bytes;
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            // Past the system's cap, where the process may.
            _socket.SetRawSocketOption(SocketLevel, ForceReceiveBuffer, BitConverter.GetBytes(bytes));
        }
        catch (SocketException)
        {
            // It may not.
        }
    }

    private void Receive()
    {
        var buffer = GC.AllocateArray<byte>(MaxDatagram, pinned: true);
        var from = new SocketAddress(_family);
        var failures = 0;
        while (!_closed.IsSet)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                failures = 0;
                Interlocked.Increment(ref _received);
                Handle(TransportAddress.From(from), buffer.AsSpan(0, length));
            }
            catch (SocketException) when (!_closed.IsSet)
            {
                // One is an ICMP message about something that was sent: of no use here, a peer that is gone is found by its silence.
                // Several in a row are the system's: an attempt at once would only burn time.
                if (++failures > 1)
                    _closed.Wait(ReceivePause);
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
        catch (Exception e)
        {
            // One datagram must not end the port for all peers.
            _onFault(e);
        }
    }
}
