using System.Net;
using System.Net.Sockets;

namespace Functional.Tests.WebRtc;

internal static class Udp
{
    /// <summary>For a server whose relay has to know it beforehand.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
