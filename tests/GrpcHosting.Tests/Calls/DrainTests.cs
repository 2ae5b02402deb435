using GrpcHosting.Health.V1;
using Xunit;
using Serving = GrpcHosting.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace GrpcHosting.Tests.Calls;

public class DrainTests
{
    [Fact]
    public async Task A_stop_lets_calls_finish_and_takes_no_new_ones()
    {
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        CancellationToken stopping = default, cancelled = default;
        await using var server = await GrpcServer.StartAsync(Call.Handles(async call =>
        {
            (stopping, cancelled) = (call.Stopping, call.Cancellation);
            entered.TrySetResult();
            await go.Task;
        }));
        using var channel = server.Connect();
        var running = channel.EmptyAsync();
        await Eventually.In(entered.Task);
        var stopped = server.StopAsync(Eventually.Limit);
        await Eventually.Be(() => stopping.IsCancellationRequested, "the call knows of the stop");
        Assert.False(cancelled.IsCancellationRequested);
        await Eventually.Be(() => NewCallIsRefused(server), "the port is closed");
        go.SetResult();
        Assert.NotNull(await Eventually.In(running));
        await Eventually.In(stopped);
    }

    [Fact]
    public async Task A_call_that_does_not_end_in_time_is_cancelled()
    {
        var (entered, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await GrpcServer.StartAsync(Call.Handles(async call =>
        {
            using var registration = call.Cancellation.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
        }));
        using var channel = server.Connect();
        var running = channel.EmptyAsync();
        await Eventually.In(entered.Task);
        await server.StopAsync(TimeSpan.FromMilliseconds(100));
        await Eventually.In(cancelled.Task);
        Assert.Equal(GrpcStatus.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => running)).Status);
    }

    [Fact]
    public async Task A_handler_that_gives_up_for_the_stop_answers_UNAVAILABLE()
    {
        var entered = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Handles(call =>
        {
            entered.SetResult();
            return Task.Delay(Timeout.Infinite, call.Stopping);
        }));
        using var channel = server.Connect();
        var running = channel.EmptyAsync();
        await Eventually.In(entered.Task);
        await server.StopAsync(Eventually.Limit);
        Assert.Equal(GrpcStatus.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => running)).Status);
    }

    [Fact]
    public async Task A_watcher_of_health_hears_of_the_stop_and_does_not_hold_it_up()
    {
        var health = new GrpcHealth();
        health.SetStatus("", serving: true);
        await using var server = await GrpcServer.StartAsync(health.Service);
        using var channel = server.Connect();
        using var watch = await channel.ServerStreamingAsync<HealthCheckRequest, HealthCheckResponse>(
            health.Service.Descriptor.FindMethodByName("Watch"), new());
        Assert.Equal(Serving.Serving, (await watch.ReadAsync())!.Status);
        var stopped = server.StopAsync(Eventually.Limit);
        Assert.Equal(Serving.NotServing, (await Eventually.In(watch.ReadAsync().AsTask()))!.Status);
        Assert.Equal(GrpcStatus.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => watch.ReadAsync().AsTask())).Status);
        await Eventually.In(stopped);
    }

    private static bool NewCallIsRefused(GrpcServer server)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, server.Port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
