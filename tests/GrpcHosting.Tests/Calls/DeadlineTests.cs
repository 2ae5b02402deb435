using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public class DeadlineTests
{
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
        var answer = await Eventually.In(client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "50m")));
        Assert.Equal(GrpcStatus.DeadlineExceeded, answer.Status);
        Assert.False(returned.Task.IsCompleted);
        go.SetResult();
        await Eventually.In(returned.Task);
    }

    [Fact]
    public async Task A_deadline_cancels_the_handler_and_its_reads()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, call) =>
        {
            await responses.WriteAsync(new() { Payload = Call.Payload(call.Deadline is null ? 0 : 1) });
            await requests.ReadAsync();
        }));
        using var client = new RawClient(server);
        using var content = new SilentContent();
        var answer = await Eventually.In(client.SendAsync(HttpMethod.Post, "FullDuplexCall", content, "application/grpc", ("grpc-timeout", "50000u")));
        Assert.Equal(GrpcStatus.DeadlineExceeded, answer.Status);
        Assert.Equal(RawClient.Frame(new StreamingOutputCallResponse { Payload = Call.Payload(1) }), answer.Body);
    }

    [Fact]
    public async Task Zero_time_is_no_time()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(call => Task.Delay(Timeout.Infinite, call.Cancellation)));
        using var client = new RawClient(server);
        Assert.Equal(GrpcStatus.DeadlineExceeded, (await client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "0n"))).Status);
    }

    [Fact]
    public async Task A_deadline_in_ten_thousand_years_is_none()
    {
        DateTimeOffset? deadline = null;
        await using var server = await GrpcServer.StartAsync(Call.Handles(call =>
        {
            deadline = call.Deadline;
            return Task.CompletedTask;
        }));
        using var client = new RawClient(server);
        Assert.Equal(GrpcStatus.Ok, (await client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", "99999999H"))).Status);
        Assert.Equal(DateTimeOffset.MaxValue, deadline);
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
        await Eventually.In(ended.Task);
        // HTTP/2 error 8, CANCEL.
        Assert.Equal(8, await Eventually.In(client.ReadToErrorAsync()));
    }

    [Fact]
    public async Task A_deadline_ends_a_large_response_that_the_client_does_not_read()
    {
        var passed = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(new GrpcService(Call.Service).Unary<SimpleRequest, SimpleResponse>("UnaryCall", (request, call) =>
        {
            call.Cancellation.Register(passed.SetResult);
            return Task.FromResult(new SimpleResponse { Payload = Call.Payload(request.ResponseSize) });
        }));
        using var client = new StalledClient(server);
        await client.StartAsync("UnaryCall", RawClient.Frame(new SimpleRequest { ResponseSize = 40_000_000 }), ("grpc-timeout", "300m"));
        await Eventually.In(passed.Task);
        Assert.Equal(8, await Eventually.In(client.ReadToErrorAsync()));
    }

    [Fact]
    public async Task A_client_s_own_timer_ends_its_call()
    {
        var go = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Handles(_ => go.Task));
        using var channel = server.Connect();
        var fault = await Assert.ThrowsAsync<GrpcException>(() => channel.EmptyAsync(new() { Timeout = TimeSpan.FromMilliseconds(50) }));
        Assert.Equal(GrpcStatus.DeadlineExceeded, fault.Status);
        go.SetResult();
    }
}
