using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>
/// Takes connections of peers whose network carries no UDP (ICE-TCP, the passive side). One that no peer proves to be its own within a moment is cut,
/// and so is one that carries anything else: a stranger costs a buffer of 4 KB for that moment.
/// </summary>
internal sealed class TcpPort : IAsyncDisposable
{
    /// <summary>A peer sends its first check when it is connected; on bad paths that is lost once or twice.</summary>
    private static readonly TimeSpan Unproved = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1), AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly TcpConnection.FrameHandler _handler;
    private readonly Action<Exception> _onFault;
    private readonly (int All, int OfAddress) _limits;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<TcpConnection, long> _opened = new();
    private Task _loop = Task.CompletedTask;
    private long _nextSweep, _received, _cut, _dropped;
    private volatile bool _isClosed;

    /// <param name="limits">Connections at a time.</param>
    /// <param name="onFault">Gets what the handler throws.</param>
    public TcpPort(IPEndPoint listen, (int All, int OfAddress) limits, TcpConnection.FrameHandler handler, Action<Exception> onFault, TimeProvider time)
    {
        (_handler, _onFault, _limits, _time) = (handler, onFault, limits, time);
        _listener = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (listen.AddressFamily == AddressFamily.InterNetworkV6)
                _listener.DualMode = true;
            _listener.Bind(listen);
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
        LocalEndPoint = (IPEndPoint)_listener.LocalEndPoint!;
    }

    public IPEndPoint LocalEndPoint { get; }

    public long Received => Interlocked.Read(ref _received);

    public int Connections => _opened.Count;

    /// <summary>Connections that were refused, for there are enough, or ended, for they were of no peer.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Datagrams that peers were too slow for.</summary>
    public long Dropped => Interlocked.Read(ref _dropped) + _opened.Keys.Sum(connection => connection.Dropped);

    public void Start() => _loop = Task.Run(Accept);

    /// <summary>Called often; ends connections that are no peer's, or no longer.</summary>
    public void Sweep(Func<TransportAddress, bool> isOfPeer)
    {
        var now = _time.GetTimestamp();
        if (now < _nextSweep)
            return;
        _nextSweep = now + (long)(SweepInterval.TotalSeconds * _time.TimestampFrequency);
        foreach (var (connection, opened) in _opened)
            if (_time.GetElapsedTime(opened) > Unproved && !isOfPeer(connection.Address))
            {
                Interlocked.Increment(ref _cut);
                connection.Cut();
            }
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_opened.Keys.Select(connection => connection.DisposeAsync().AsTask()));
    }

    private async Task Accept()
    {
        while (!_isClosed)
        {
            try
            {
                var socket = await _listener.AcceptAsync();
                if (!TryTake(socket))
                    socket.Dispose();
            }
            catch (SocketException) when (!_isClosed)
            {
                // There may be no descriptors: an attempt at once would only burn time.
                await Task.Delay(AcceptPause);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private bool TryTake(Socket socket)
    {
        try
        {
            var ip = TransportAddress.From((IPEndPoint)socket.RemoteEndPoint!).Ip;
            if (_opened.Count < _limits.All && _opened.Keys.Count(open => open.Address.Ip == ip) < _limits.OfAddress)
            {
                var connection = new TcpConnection(socket, Handle);
                _opened[connection] = _time.GetTimestamp();
                _ = Task.Run(() => Serve(connection));
                return true;
            }
        }
        catch (SocketException)
        {
            // It was gone before it was taken.
        }
        Interlocked.Increment(ref _cut);
        return false;
    }

    private async Task Serve(TcpConnection connection)
    {
        await connection.Receive();
        if (!_opened.TryRemove(connection, out _))
            return;
        Interlocked.Add(ref _dropped, connection.Dropped);
        await connection.DisposeAsync();
    }

    private bool Handle(TcpConnection connection, Span<byte> datagram)
    {
        Interlocked.Increment(ref _received);
        try
        {
            if (_handler(connection, datagram))
                return true;
            Interlocked.Increment(ref _cut);
        }
        catch (Exception e)
        {
            _onFault(e);
        }
        return false;
    }
}
