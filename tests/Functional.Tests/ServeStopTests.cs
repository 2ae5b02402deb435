using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace Functional.Tests;

public sealed class ServeStopTests
{
    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task A_signal_drains_closes_viewers_properly_and_leaves_with_0(string signal)
    {
        await using var server = await TinyServer.Start();
        using var viewer = await ServeSubscriber.Connect(server.Address, "gate");
        Assert.NotNull(await viewer.Next());
        server.Signal(signal);
        await viewer.TakeAll();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, viewer.Closed);
        Assert.Equal(0, await server.Exit());
        Assert.Contains("Draining 1 streams, at most 10 s", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_by_events_gets_the_last_of_them_and_the_reason()
    {
        await using var server = await TinyServer.Start();
        using var viewer = await ServeEvents.Connect(server.Address, "gate");
        Assert.NotNull(await viewer.Next());
        server.Signal("TERM");
        ServeEvents.Event? last = null;
        while (await viewer.Next() is { } next)
            last = next;
        Assert.Equal(("end", """{"reason":"the server is stopping"}"""), (last?.Type, last?.Data));
        Assert.Equal(0, await server.Exit());
    }

    [Fact]
    public async Task What_does_not_end_is_cut_off_when_the_time_is_up()
    {
        await using var server = await TinyServer.Start("Server:DrainSeconds=1");
        using var upload = await UnfinishedUpload(server);
        using var mute = await ServeSubscriber.Connect(server.Address, "gate");
        var started = Stopwatch.GetTimestamp();
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public async Task A_second_signal_leaves_at_once()
    {
        await using var server = await TinyServer.Start("Server:DrainSeconds=3600");
        using var upload = await UnfinishedUpload(server);
        server.Signal("TERM");
        await Eventually.Be(() => server.Output.Contains("Draining", StringComparison.Ordinal), "the server drains");
        server.Signal("TERM");
        Assert.Equal(128 + 15, await server.Exit());
    }

    [Fact]
    public async Task A_signal_while_the_model_loads_waits_for_it_and_leaves_with_0()
    {
        await using var server = await TinyServer.Listening("Inference:InputSize=4096");
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());
    }

    /// <summary>A request that the server cannot end.</summary>
    private static async Task<TcpClient> UnfinishedUpload(ServerProcess server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n" + new string('x', 100_000)), TestContext.Current.CancellationToken);
        return client;
    }
}
