using System.Net.Sockets;

namespace Functional.Tests;

/// <summary>A viewer's connection.</summary>
internal static class ServeReceiver
{
    /// <param name="buffer">Bytes that the system takes in before the viewer reads; 0 = as many as it likes.</param>
    public static SocketsHttpHandler Handler(int buffer) => new()
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (buffer > 0)
                socket.ReceiveBufferSize = buffer;
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
