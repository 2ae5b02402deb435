using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

public class CancellationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_cancels_cancels_the_handler()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Handles(async call =>
        {
            entered.SetResult();
            using var registration = call.CancellationToken.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        }));
        using var channel = server.Connect();
        using var cancel = new CancellationTokenSource();
        var answer = channel.EmptyAsync(cancel: cancel.Token);
        await entered.Task.Soon();
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => answer)).StatusCode);
        await cancelled.Task.Soon();
    }

    [Fact]
    public async Task A_handler_that_reads_learns_that_the_client_has_gone()
    {
        var read = new TaskCompletionSource<Exception?>();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, call) =>
        {
            await requests.Next();
            await responses.WriteAsync(new());
            read.SetResult(await Record.ExceptionAsync(() => requests.MoveNext(call.CancellationToken)));
        }));
        using var channel = server.Connect();
        using (var call = channel.OpenDuplex())
        {
            await call.RequestStream.WriteAsync(new(), Cancel);
            Assert.NotNull(await call.ResponseStream.Next(Cancel));
        }
        Assert.NotNull(await read.Task.Soon());
    }

    [Fact]
    public async Task A_handler_that_writes_learns_that_the_client_has_gone()
    {
        var wrote = new TaskCompletionSource<Exception?>();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, _) =>
        {
            wrote.SetResult(await Record.ExceptionAsync(async () =>
            {
                while (true)
                    await responses.WriteAsync(new() { Payload = Call.Payload(1000) }, Cancel);
            }));
        }));
        using (var client = new StalledClient(server))
            await client.StartAsync("FullDuplexCall", []);
        Assert.NotNull(await wrote.Task.Soon());
    }

    [Fact]
    public async Task One_read_can_be_given_up_and_the_call_goes_on()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, _) =>
        {
            using var soon = new CancellationTokenSource(20);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests.MoveNext(soon.Token));
            await responses.WriteAsync(new());
            Assert.NotNull(await requests.Next());
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.NotNull(await call.ResponseStream.Next(Cancel));
        await call.RequestStream.WriteAsync(new(), Cancel);
        Assert.Null(await call.ResponseStream.Next(Cancel).Soon());
    }

    [Fact]
    public async Task A_thousand_calls_that_are_broken_off_leave_nothing_behind()
    {
        var live = 0;
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, _, _) =>
        {
            Interlocked.Increment(ref live);
            try
            {
                await requests.Next();
            }
            finally
            {
                Interlocked.Decrement(ref live);
            }
        }));
        using var channel = server.Connect();
        for (var i = 0; i < 100; i++)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
            {
                using var call = channel.OpenDuplex();
                await call.RequestStream.WriteAsync(new());
            }));
        await Eventually.Be(() => Volatile.Read(ref live) == 0, "every handler has ended");
        using var last = channel.OpenDuplex();
        await last.RequestStream.CompleteAsync();
        Assert.Null(await last.ResponseStream.Next(Cancel));
    }
}
