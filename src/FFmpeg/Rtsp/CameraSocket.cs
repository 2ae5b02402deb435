using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FFmpeg.Rtsp;

/// <summary>A TCP connection, with TLS or without, whose waits end when an <see cref="Interrupt"/> says so.</summary>
internal sealed class CameraSocket : System.IO.Stream
{
    private const int PollMicroseconds = 100_000;
    private const int SendTimeoutMilliseconds = 5000;

    private readonly Socket _socket;
    private readonly Interrupt _interrupt;
    private readonly SslStream? _tls;

    private CameraSocket(Socket socket, bool secure, Interrupt interrupt)
    {
        (_socket, _interrupt) = (socket, interrupt);
        if (secure)
            _tls = new SslStream(this, leaveInnerStreamOpen: true);
    }

    /// <summary>Done, on the reader's thread, about ten times a second while nothing comes.</summary>
    internal Action? OnIdle { get; set; }

    internal IPAddress Peer => ((IPEndPoint)_socket.RemoteEndPoint!).Address;

    /// <summary>A read would not wait.</summary>
    internal bool HasBytes => _socket.Poll(0, SelectMode.SelectRead);

    /// <param name="addresses">Tried in turn.</param>
    /// <exception cref="SocketException">None answers.</exception>
    /// <exception cref="OperationCanceledException">The interrupt ended it.</exception>
    internal static CameraSocket Connect(IPAddress[] addresses, RtspAddress target, Interrupt interrupt)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = SendTimeoutMilliseconds };
            try
            {
                Connect(socket, new IPEndPoint(addresses[i], target.Port), interrupt);
                var connected = new CameraSocket(socket, target.IsSecure, interrupt);
                connected.Authenticate(target.Host);
                return connected;
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <returns>0 at the end.</returns>
    internal int Receive(Span<byte> buffer) => _tls?.Read(buffer) ?? Read(buffer);

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        if (_tls is null)
            Write(bytes);
        else
            _tls.Write(bytes);
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_socket.Poll(PollMicroseconds, SelectMode.SelectRead))
        {
            _interrupt.ThrowIfOver();
            OnIdle?.Invoke();
        }

        _interrupt.ThrowIfOver();
        return _socket.Receive(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
            buffer = buffer[_socket.Send(buffer)..];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // TLS first would write its goodbye to whom may not read it any more.
        _socket.Dispose();
        base.Dispose(disposing);
    }

    private static void Connect(Socket socket, IPEndPoint target, Interrupt interrupt)
    {
        using var done = new ManualResetEventSlim();
        using var connecting = new SocketAsyncEventArgs { RemoteEndPoint = target };
        connecting.Completed += (_, _) => done.Set();
        if (socket.ConnectAsync(connecting))
        {
            while (!done.Wait(PollMicroseconds / 1000))
            {
                if (!interrupt.IsOver)
                    continue;
                Socket.CancelConnectAsync(connecting);
                // Its arguments are its own until it says so.
                done.Wait();
                interrupt.ThrowIfOver();
            }
        }

        if (connecting.SocketError != SocketError.Success)
            throw new SocketException((int)connecting.SocketError);
    }

    private void Authenticate(string host)
    {
        // Cameras sign their own certificates: it is encrypted and not authenticated, as with libav.
#pragma warning disable CA5359
        _tls?.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = static (_, _, _, _) => true });
#pragma warning restore CA5359
    }
}
