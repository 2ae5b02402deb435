using System.Net;
using System.Net.Sockets;

namespace FFmpeg.Rtsp;

/// <summary>Two neighbouring UDP ports, the even one for RTP, the odd one for RTCP (RFC 3550, 11). Packets of others than the camera are passed over.</summary>
internal sealed class UdpPorts : IDisposable
{
    private const int Attempts = 32;

    // Key frames come in bursts.
    private const int ReceiveBytes = 2 * 1024 * 1024;

    // How long RTP is waited for before RTCP and the connection have their turn.
    private const int TurnMicroseconds = 50_000;

    private static ReadOnlySpan<byte> Punch => [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly SocketAddress _from;
    private byte[] _peer = [];
    private IPEndPoint? _reports;

    private UdpPorts(Socket rtp, Socket rtcp) => (_rtp, _rtcp, _from) = (rtp, rtcp, new SocketAddress(rtp.AddressFamily));

    internal int Port => ((IPEndPoint)_rtp.LocalEndPoint!).Port;

    /// <param name="family">Of the camera's address.</param>
    /// <exception cref="SocketException">No pair is free.</exception>
    internal static UdpPorts Open(AddressFamily family)
    {
        for (var i = 1; ; i++)
        {
            var rtp = Bind(family, 0);
            var port = ((IPEndPoint)rtp.LocalEndPoint!).Port;
            try
            {
                if (port % 2 == 0)
                    return new(rtp, Bind(family, port + 1));
                rtp.Dispose();
            }
            catch (SocketException) when (i < Attempts)
            {
                rtp.Dispose();
            }
            catch
            {
                rtp.Dispose();
                throw;
            }
        }
    }

    /// <summary>Takes packets of this camera, and opens the way for them through a NAT between.</summary>
    /// <param name="port">Of its RTP; 0 where it does not say.</param>
    internal void Follow(IPAddress camera, int port)
    {
        _peer = camera.GetAddressBytes();
        if (port == 0)
            return;
        _reports = new IPEndPoint(camera, port + 1);
        _rtp.SendTo(Punch, new IPEndPoint(camera, port));
    }

    /// <summary>The next packet; 0 where none came for a while, which is short.</summary>
    internal int Receive(Span<byte> packet)
    {
        if (_rtp.Poll(TurnMicroseconds, SelectMode.SelectRead))
            return Receive(_rtp, packet);
        return _rtcp.Available > 0 ? Receive(_rtcp, packet) : 0;
    }

    internal void Report(ReadOnlySpan<byte> rtcp)
    {
        if (_reports is { } target)
            _rtcp.SendTo(rtcp, target);
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private int Receive(Socket socket, Span<byte> packet)
    {
        var length = socket.ReceiveFrom(packet, SocketFlags.None, _from);
        // sockaddr_in: family(2) port(2) address(4); sockaddr_in6: family(2) port(2) flow(4) address(16)
        return _from.Buffer.Span.Slice(_peer.Length == 4 ? 4 : 8, _peer.Length).SequenceEqual(_peer) ? length : 0;
    }

    private static Socket Bind(AddressFamily family, int port)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBytes };
        try
        {
            socket.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
