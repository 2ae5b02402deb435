using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>Stands between peers and the endpoint, and loses media packets of both directions: the same ones for the same traffic.</summary>
internal sealed class LossyRelay : IDisposable
{
    private const byte FirstOfMedia = 128;

    private readonly UdpClient _front = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<IPEndPoint, UdpClient> _backs = new();
    private readonly IPEndPoint _endpoint;
    private readonly double _fraction;
    private readonly Random _random = new(1);

    public LossyRelay(IPEndPoint endpoint, double fraction)
    {
        (_endpoint, _fraction) = (endpoint, fraction);
        _ = Relay(_front, (datagram, from) => _backs.GetOrAdd(from, Connect).Send(datagram));
    }

    public IPEndPoint LocalEndPoint => (IPEndPoint)_front.Client.LocalEndPoint!;

    public void Dispose()
    {
        _front.Dispose();
        foreach (var back in _backs.Values)
            back.Dispose();
    }

    private UdpClient Connect(IPEndPoint peer)
    {
        var back = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        back.Connect(_endpoint);
        _ = Relay(back, (datagram, _) => _front.Send(datagram, peer));
        return back;
    }

    private async Task Relay(UdpClient socket, Action<byte[], IPEndPoint> send)
    {
        try
        {
            while (true)
            {
                var datagram = await socket.ReceiveAsync();
                if (!IsLost(datagram.Buffer))
                    send(datagram.Buffer, datagram.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private bool IsLost(byte[] datagram)
    {
        if (datagram[0] < FirstOfMedia)
            return false;
        lock (_random)
            return _random.NextDouble() < _fraction;
    }
}
