using Server.Tests.Grpc.Interop;
using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

public class CallShapeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_four_shapes_carry_their_messages()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();

        var unary = await channel.Tests().UnaryCallAsync(new() { ResponseSize = 314_159 }, cancellationToken: Cancel);
        Assert.Equal(314_159, unary.Payload.Body.Length);

        using var input = channel.Tests().StreamingInputCall(cancellationToken: Cancel);
        foreach (var size in new[] { 27182, 8, 1828, 45904 })
            await input.RequestStream.WriteAsync(new() { Payload = Call.Payload(size) }, Cancel);
        await input.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await input).AggregatedPayloadSize);

        using var output = channel.Tests().StreamingOutputCall(
            new() { ResponseParameters = { new ResponseParameters { Size = 5 }, new ResponseParameters { Size = 7 } } }, cancellationToken: Cancel);
        var sizes = new List<int>();
        await foreach (var response in output.ResponseStream.ReadAllAsync(Cancel))
            sizes.Add(response.Payload.Body.Length);
        Assert.Equal([5, 7], sizes);

        using var duplex = channel.OpenDuplex();
        foreach (var size in new[] { 31415, 9, 2653 })
        {
            await duplex.RequestStream.WriteAsync(Call.Ask(size), Cancel);
            Assert.Equal(size, (await duplex.ResponseStream.Next(Cancel))!.Payload.Body.Length);
        }
        await duplex.RequestStream.CompleteAsync();
        Assert.Null(await duplex.ResponseStream.Next(Cancel));
    }

    [Fact]
    public async Task A_client_that_has_said_all_still_hears_every_answer()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, _) =>
        {
            var count = 0;
            while (await requests.Next() is not null)
                count++;
            for (; count > 0; count--)
                await responses.WriteAsync(new() { Payload = Call.Payload(count) });
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        for (var i = 0; i < 50; i++)
            await call.RequestStream.WriteAsync(new(), Cancel);
        await call.RequestStream.CompleteAsync();
        for (var i = 50; i > 0; i--)
            Assert.Equal(i, (await call.ResponseStream.Next(Cancel))!.Payload.Body.Length);
        Assert.Null(await call.ResponseStream.Next(Cancel));
    }

    [Fact]
    public async Task A_handler_may_end_the_call_while_the_client_still_writes()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, _, _) =>
        {
            await requests.Next();
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "enough"));
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        var written = 0;
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (; written < 100_000; written++)
                await call.RequestStream.WriteAsync(new() { Payload = Call.Payload(10_000) }, Cancel);
        });
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.Next(Cancel));
        Assert.Equal(StatusCode.FailedPrecondition, fault.StatusCode);
        Assert.Equal("enough", fault.Status.Detail);
    }

    [Fact]
    public async Task Headers_can_be_sent_before_there_is_a_message()
    {
        var go = new TaskCompletionSource();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, call) =>
        {
            await call.WriteResponseHeadersAsync(new() { { "taken", "yes" } });
            await go.Task;
            await responses.WriteAsync(new());
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.Equal("yes", (await call.ResponseHeadersAsync.Soon()).GetValue("taken"));
        go.SetResult();
        Assert.NotNull(await call.ResponseStream.Next(Cancel));
    }
}
