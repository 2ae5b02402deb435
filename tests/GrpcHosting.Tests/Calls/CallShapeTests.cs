using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public class CallShapeTests
{
    [Fact]
    public async Task All_four_shapes_carry_their_messages()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();

        var unary = await channel.UnaryAsync<SimpleRequest, SimpleResponse>(Call.Unary, new() { ResponseSize = 314_159 });
        Assert.Equal(314_159, unary.Payload.Body.Length);

        using var input = channel.ClientStreaming<StreamingInputCallRequest, StreamingInputCallResponse>(Call.Input);
        foreach (var size in new[] { 27182, 8, 1828, 45904 })
            Assert.True(await input.WriteAsync(new() { Payload = Call.Payload(size) }));
        Assert.Equal(74922, (await input.FinishAsync()).AggregatedPayloadSize);

        using var output = await channel.ServerStreamingAsync<StreamingOutputCallRequest, StreamingOutputCallResponse>(
            Call.Output, new() { ResponseParameters = { new ResponseParameters { Size = 5 }, new ResponseParameters { Size = 7 } } });
        var sizes = new List<int>();
        await foreach (var response in output.ReadAllAsync())
            sizes.Add(response.Payload.Body.Length);
        Assert.Equal([5, 7], sizes);

        using var duplex = channel.OpenDuplex();
        foreach (var size in new[] { 31415, 9, 2653 })
        {
            await duplex.WriteAsync(Call.Ask(size));
            Assert.Equal(size, (await duplex.ReadAsync())!.Payload.Body.Length);
        }
        await duplex.CompleteAsync();
        Assert.Null(await duplex.ReadAsync());
    }

    [Fact]
    public async Task A_client_that_has_said_all_still_hears_every_answer()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, _) =>
        {
            var count = 0;
            while (await requests.ReadAsync() is not null)
                count++;
            for (; count > 0; count--)
                await responses.WriteAsync(new() { Payload = Call.Payload(count) });
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        for (var i = 0; i < 50; i++)
            await call.WriteAsync(new());
        await call.CompleteAsync();
        for (var i = 50; i > 0; i--)
            Assert.Equal(i, (await call.ReadAsync())!.Payload.Body.Length);
        Assert.Null(await call.ReadAsync());
    }

    [Fact]
    public async Task A_handler_may_end_the_call_while_the_client_still_writes()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, _, _) =>
        {
            await requests.ReadAsync();
            throw new GrpcException(GrpcStatus.FailedPrecondition, "enough");
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        var written = 0;
        while (await call.WriteAsync(new() { Payload = Call.Payload(10_000) }))
            Assert.InRange(++written, 0, 100_000);
        var fault = await Assert.ThrowsAsync<GrpcException>(() => call.ReadAsync().AsTask());
        Assert.Equal(GrpcStatus.FailedPrecondition, fault.Status);
        Assert.Equal("enough", fault.Message);
    }

    [Fact]
    public async Task Headers_can_be_sent_before_there_is_a_message()
    {
        var go = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, call) =>
        {
            call.ResponseHeaders.Add("taken", "yes");
            await call.SendHeadersAsync();
            await go.Task;
            await responses.WriteAsync(new());
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.Equal("yes", (await Eventually.In(call.ReadHeadersAsync())).Get("taken"));
        go.SetResult();
        Assert.NotNull(await call.ReadAsync());
    }

    [Fact]
    public async Task Several_tasks_may_write_at_once()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams((_, responses, _) => Task.WhenAll(
            Enumerable.Range(1, 8).Select(size => Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                    await responses.WriteAsync(new() { Payload = Call.Payload(size * 100) });
            })))));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        await call.CompleteAsync();
        var sizes = new List<int>();
        await foreach (var response in call.ReadAllAsync())
            sizes.Add(response.Payload.Body.Length);
        Assert.Equal(Enumerable.Range(1, 8).Select(size => (size * 100, 100)), sizes.GroupBy(size => size).Select(same => (same.Key, same.Count())).Order());
    }
}
