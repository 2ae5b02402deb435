using Grpc.Core;
using Grpc.Health.V1;
using Xunit;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Server.Tests.Grpc;

public class DrainTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_lets_calls_finish_and_takes_no_new_ones()
    {
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        CancellationToken cancelled = default;
        await using var server = await GrpcServer.StartAsync(Call.Handles(async call =>
        {
            cancelled = call.CancellationToken;
            entered.TrySetResult();
            await go.Task;
        }));
        using var channel = server.Connect();
        var running = channel.EmptyAsync(cancel: Cancel);
        await entered.Task.Soon();
        var stopped = server.StopAsync(Long);
        await Eventually.Be(() => server.Stopping.IsCancellationRequested, "the server stops");
        Assert.False(cancelled.IsCancellationRequested);
        await Eventually.Be(() => NewCallIsRefused(server), "the port is closed");
        go.SetResult();
        Assert.NotNull(await running.Soon());
        await stopped.Soon();
    }

    [Fact]
    public async Task A_call_that_does_not_end_in_time_is_cancelled()
    {
        var (entered, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await GrpcServer.StartAsync(Call.Handles(async call =>
        {
            using var registration = call.CancellationToken.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
        }));
        using var channel = server.Connect();
        var running = channel.EmptyAsync(cancel: Cancel);
        await entered.Task.Soon();
        await server.StopAsync(TimeSpan.FromMilliseconds(100));
        await cancelled.Task.Soon();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => running)).StatusCode);
    }

    [Fact]
    public async Task A_handler_that_gives_up_for_the_stop_answers_UNAVAILABLE()
    {
        var entered = new TaskCompletionSource();
        CancellationToken stopping = default;
        await using var server = await GrpcServer.StartAsync(Call.Handles(_ =>
        {
            entered.SetResult();
            return Task.Delay(Timeout.Infinite, stopping);
        }));
        stopping = server.Stopping;
        using var channel = server.Connect();
        var running = channel.EmptyAsync(cancel: Cancel);
        await entered.Task.Soon();
        await server.StopAsync(Long);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => running)).StatusCode);
    }

    [Fact]
    public async Task A_watcher_of_health_hears_of_the_stop_and_does_not_hold_it_up()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();
        using var watch = new Health.HealthClient(channel).Watch(new(), cancellationToken: Cancel);
        Assert.Equal(Serving.Serving, (await watch.ResponseStream.Next(Cancel))!.Status);
        var stopped = server.StopAsync(Long);
        Assert.Equal(Serving.NotServing, (await watch.ResponseStream.Next(Cancel).Soon())!.Status);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.Next(Cancel))).StatusCode);
        await stopped.Soon();
    }

    // Tools leave it open between two questions.
    [Fact]
    public async Task A_tool_that_reflects_does_not_hold_up_the_stop()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();
        using var reflection = new global::Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Cancel);
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" }, Cancel);
        Assert.NotNull(await reflection.ResponseStream.Next(Cancel));
        var next = reflection.ResponseStream.Next(Cancel);
        await server.StopAsync(Long).Soon();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
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
