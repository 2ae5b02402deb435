using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public class StatusTests
{
    [Fact]
    public async Task A_handler_s_status_arrives_with_its_message_and_trailers()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(call =>
        {
            call.ResponseTrailers.Add("own", "1");
            throw new GrpcException(GrpcStatus.NotFound, "no stream 'ä%'") { Trailers = new() { { "detail-bin", [1, 2] } } };
        }));
        using var channel = server.Connect();
        var fault = await Assert.ThrowsAsync<GrpcException>(() => channel.EmptyAsync());
        Assert.Equal(GrpcStatus.NotFound, fault.Status);
        Assert.Equal("no stream 'ä%'", fault.Message);
        Assert.Equal([1, 2], fault.Trailers.GetBytes("detail-bin"));
        Assert.Equal("1", fault.Trailers.Get("own"));
    }

    [Fact]
    public async Task A_status_after_messages_comes_in_trailers()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, call) =>
        {
            await responses.WriteAsync(new());
            throw new GrpcException(GrpcStatus.DataLoss, "lost");
        }));
        using var client = new RawClient(server);
        var answer = await client.PostAsync("FullDuplexCall", []);
        Assert.Equal([0, 0, 0, 0, 0], answer.Body);
        Assert.False(answer.Headers.ContainsKey("grpc-status"));
        Assert.Equal("15", answer.Trailers["grpc-status"]);
        Assert.Equal("lost", answer.Trailers["grpc-message"]);
    }

    [Fact]
    public async Task What_a_handler_throws_by_accident_goes_to_the_log_and_not_to_the_client()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(_ => throw new FormatException("password=hunter2")));
        using var channel = server.Connect();
        var fault = await Assert.ThrowsAsync<GrpcException>(() => channel.EmptyAsync());
        Assert.Equal(GrpcStatus.Unknown, fault.Status);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
        Assert.True(server.Errors.TryDequeue(out var line));
        Assert.Contains("EmptyCall", line, StringComparison.Ordinal);
        Assert.Contains("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_travels_both_ways_in_headers_and_trailers()
    {
        byte[] bytes = [0xAB, 0xAB, 0xAB, 0];
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();
        var headers = new GrpcMetadata { { InteropService.EchoInitial, "test, value" }, { InteropService.EchoTrailing, bytes } };
        using var call = channel.OpenDuplex(new() { Headers = headers });
        await call.WriteAsync(Call.Ask(1));
        await call.CompleteAsync();
        await foreach (var _ in call.ReadAllAsync());
        Assert.Equal("test, value", (await call.ReadHeadersAsync()).Get(InteropService.EchoInitial));
        Assert.Equal(bytes, (await call.ReadTrailersAsync()).GetBytes(InteropService.EchoTrailing));
    }

    [Fact]
    public async Task Trailers_of_a_call_without_a_message_arrive()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams((_, _, call) =>
        {
            call.ResponseTrailers.Add("count", "0");
            return Task.CompletedTask;
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.Null(await call.ReadAsync());
        Assert.Equal("0", (await call.ReadTrailersAsync()).Get("count"));
    }

    [Fact]
    public async Task A_call_that_has_ended_can_be_neither_read_nor_written()
    {
        GrpcReader<StreamingOutputCallRequest>? reader = null;
        GrpcWriter<StreamingOutputCallResponse>? writer = null;
        await using var server = await GrpcServer.StartAsync(Call.Streams((requests, responses, _) =>
        {
            (reader, writer) = (requests, responses);
            return Task.CompletedTask;
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.Null(await call.ReadAsync());
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => reader!.ReadAsync(TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => writer!.WriteAsync(new()).AsTask());
    }
}
