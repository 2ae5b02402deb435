using Server.Tests.Grpc.Interop;
using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

public class DeadlineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_ignores_its_deadline_is_answered_for()
    {
        var go = new TaskCompletionSource();
        var returned = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Handles(async _ =>
        {
            await go.Task;
            returned.SetResult();
        }));
        // It has no timer of its own.
        using var client = new RawClient(server);
        var answer = await client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "50m")).Soon();
        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
        Assert.False(returned.Task.IsCompleted);
        go.SetResult();
        await returned.Task.Soon();
    }

    [Fact]
    public async Task A_deadline_cancels_the_handler_and_its_reads()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, call) =>
        {
            await responses.WriteAsync(new() { Payload = Call.Payload(call.Deadline == DateTime.MaxValue ? 0 : 1) });
            await requests.Next();
        }));
        using var client = new RawClient(server);
        using var content = new SilentContent();
        var answer = await client.SendAsync(HttpMethod.Post, "FullDuplexCall", content, "application/grpc", ("grpc-timeout", "50000u")).Soon();
        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
        Assert.Equal(RawClient.Frame(new StreamingOutputCallResponse { Payload = Call.Payload(1) }), answer.Body);
    }

    [Fact]
    public async Task Zero_time_is_no_time()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(call => Task.Delay(Timeout.Infinite, call.CancellationToken)));
        using var client = new RawClient(server);
        Assert.Equal(StatusCode.DeadlineExceeded, (await client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "0n"))).Status);
    }

    [Fact]
    public async Task A_deadline_in_ten_thousand_years_is_none()
    {
        DateTime? deadline = null;
        await using var server = await GrpcServer.StartAsync(Call.Handles(call =>
        {
            deadline = call.Deadline;
            return Task.CompletedTask;
        }));
        using var client = new RawClient(server);
        Assert.Equal(StatusCode.OK, (await client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "99999999H"))).Status);
        Assert.True(deadline > TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(100));
    }

    // Its status would stand behind data that the client does not take.
    [Fact]
    public async Task A_deadline_that_finds_the_client_not_reading_resets_the_stream()
    {
        var ended = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, call) =>
        {
            try
            {
                while (true)
                    await responses.WriteAsync(new() { Payload = Call.Payload(100_000) });
            }
            finally
            {
                ended.SetResult();
            }
        }));
        using var client = new StalledClient(server);
        await client.StartAsync("FullDuplexCall", [], ("grpc-timeout", "300m"));
        await ended.Task.Soon();
        // HTTP/2 error 8, CANCEL.
        Assert.Equal(8, await client.ReadToErrorAsync().Soon());
    }

    [Fact]
    public async Task A_deadline_ends_a_large_response_that_the_client_does_not_read()
    {
        await using var server = await GrpcServer.StartAsync();
        using var client = new StalledClient(server);
        await client.StartAsync("UnaryCall", RawClient.Frame(new SimpleRequest { ResponseSize = 40_000_000 }), ("grpc-timeout", "300m"));
        // It is over for a while when the client begins to read.
        await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        Assert.Equal(8, await client.ReadToErrorAsync().Soon());
    }

    [Fact]
    public async Task A_client_s_own_timer_ends_its_call()
    {
        var go = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Handles(_ => go.Task));
        using var channel = server.Connect();
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.EmptyAsync(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(50), cancel: Cancel));
        Assert.Equal(StatusCode.DeadlineExceeded, fault.StatusCode);
        go.SetResult();
    }
}
