using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>One TCP connection that carries a peer's datagrams as frames; RFC 6544 §3.</summary>
internal sealed class TcpConnection : IPeerPath, IAsyncDisposable
{
    /// <summary>Frames that wait for a peer that does not read. Full: more are dropped, for feedback that comes late is worth nothing.</summary>
    private const int MaxWaiting = 64;

    /// <summary>For what waits at the end: a goodbye.</summary>
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly FrameHandler _handler;
    private readonly Channel<(byte[] Bytes, int Length)> _waiting =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task _sending;
    private long _dropped;

    /// <param name="socket">Connected.</param>
    public TcpConnection(Socket socket, FrameHandler handler)
    {
        (_socket, _handler) = (socket, handler);
        socket.NoDelay = true;
        Address = TransportAddress.From((IPEndPoint)socket.RemoteEndPoint!) with { IsTcp = true };
        _sending = Task.Run(SendWaiting);
    }

    /// <returns>False: what came is of no peer, and the connection ends.</returns>
    internal delegate bool FrameHandler(TcpConnection connection, Span<byte> datagram);

    public TransportAddress Address { get; }

    /// <summary>Datagrams that the peer was too slow for.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Send(ReadOnlySpan<byte> datagram)
    {
        var frame = ArrayPool<byte>.Shared.Rent(FrameReader.HeaderLength + datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame.AsSpan(FrameReader.HeaderLength));
        if (_waiting.Writer.TryWrite((frame, FrameReader.HeaderLength + datagram.Length)))
            return;
        ArrayPool<byte>.Shared.Return(frame);
        Interlocked.Increment(ref _dropped);
    }

    /// <summary>Until the connection ends, by whichever side.</summary>
    public async Task Receive()
    {
        var frames = new FrameReader();
        try
        {
            while (await _socket.ReceiveAsync(frames.Room) is > 0 and var count)
            {
                frames.Advance(count);
                if (!Handle(frames))
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer's end of it is gone, or ours.
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Cut() => _socket.Dispose();

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAny(_sending, Task.Delay(Flush));
        Cut();
        await _sending;
    }

    private bool Handle(FrameReader frames)
    {
        while (frames.TryTake(out var datagram))
            if (!_handler(this, datagram))
                return false;
        return !frames.IsBroken;
    }

    private async Task SendWaiting()
    {
        try
        {
            await foreach (var (bytes, length) in _waiting.Reader.ReadAllAsync())
            {
                for (var sent = 0; sent < length;)
                    sent += await _socket.SendAsync(bytes.AsMemory(sent..length));
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _waiting.Writer.TryComplete();
        }
    }
}
