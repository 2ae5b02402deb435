using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.ExceptionServices;
using WebRtc.Network;
using WebRtc.Tests.Endpoint;
using Xunit;

namespace WebRtc.Tests.Network;

public class UdpPortTests
{
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_socket_that_always_fails_does_not_burn_a_core()
    {
        await using var port = Port();
        // Now each call to receive fails at once.
        SocketOf(port).Blocking = false;
        var failures = 0;
        void Count(object? sender, FirstChanceExceptionEventArgs thrown) => failures += thrown.Exception is SocketException { SocketErrorCode: SocketError.WouldBlock } ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        port.Start();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.InRange(failures, 1, 30);
    }

    [Fact]
    public async Task A_port_that_waits_out_a_failure_is_closed_at_once()
    {
        var port = Port();
        SocketOf(port).Blocking = false;
        port.Start();
        await port.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Drops_can_be_read_while_the_port_closes()
    {
        await using var port = Port();
        // As between the two steps of closing.
        SocketOf(port).Dispose();
        Assert.Equal(0, port.Drops);
    }

    [Fact]
    public async Task A_handler_that_throws_costs_its_datagram_and_is_told_with_its_stack()
    {
        var (faults, handled) = (new ConcurrentQueue<Exception>(), 0);
        await using var port = Port((_, _) =>
        {
            if (Interlocked.Increment(ref handled) == 1)
                throw new InvalidOperationException("a bug");
        }, faults.Enqueue);
        port.Start();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 2; i++)
            peer.SendTo(new byte[10], port.LocalEndPoint);
        await Eventually.Be(() => Volatile.Read(ref handled) == 2, () => $"{handled} handled");
        Assert.Contains(nameof(UdpPortTests), Assert.Single(faults).StackTrace, StringComparison.Ordinal);
    }

    private static UdpPort Port(UdpPort.DatagramHandler? handler = null, Action<Exception>? onFault = null) => new(Any, 65_536, handler ?? ((_, _) => { }), onFault ?? (_ => { }));

    private static Socket SocketOf(UdpPort port) => (Socket)typeof(UdpPort).GetField("_socket", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(port)!;
}
