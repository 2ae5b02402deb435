using Grpc.Core;
using Server.Tests.Grpc.Interop;
using Xunit;

namespace Server.Tests.Grpc;

public class StatusTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_s_status_arrives_with_its_message_and_trailers()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(call =>
        {
            call.ResponseTrailers.Add("own", "1");
            throw new RpcException(new Status(StatusCode.NotFound, "no stream 'ä%'"), new Metadata { { "detail-bin", [1, 2] } });
        }));
        using var channel = server.Connect();
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.EmptyAsync(cancel: Cancel));
        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
        Assert.Equal("no stream 'ä%'", fault.Status.Detail);
        Assert.Equal([1, 2], fault.Trailers.GetValueBytes("detail-bin"));
        Assert.Equal("1", fault.Trailers.GetValue("own"));
    }

    [Fact]
    public async Task A_status_after_messages_comes_in_trailers()
    {
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, call) =>
        {
            await responses.WriteAsync(new());
            throw new RpcException(new Status(StatusCode.DataLoss, "lost"));
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
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.EmptyAsync(cancel: Cancel));
        Assert.Equal(StatusCode.Unknown, fault.StatusCode);
        Assert.DoesNotContain("hunter2", fault.Status.Detail, StringComparison.Ordinal);
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
        var headers = new Metadata { { InteropService.EchoInitial, "test, value" }, { InteropService.EchoTrailing, bytes } };
        using var call = channel.OpenDuplex(headers);
        await call.RequestStream.WriteAsync(Call.Ask(1), Cancel);
        await call.RequestStream.CompleteAsync();
        await foreach (var _ in call.ResponseStream.ReadAllAsync(Cancel));
        Assert.Equal("test, value", (await call.ResponseHeadersAsync).GetValue(InteropService.EchoInitial));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes(InteropService.EchoTrailing));
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
        Assert.Null(await call.ResponseStream.Next(Cancel));
        Assert.Equal("0", call.GetTrailers().GetValue("count"));
    }

    [Fact]
    public async Task A_call_that_has_ended_can_be_neither_read_nor_written()
    {
        IAsyncStreamReader<StreamingOutputCallRequest>? reader = null;
        IServerStreamWriter<StreamingOutputCallResponse>? writer = null;
        await using var server = await GrpcServer.StartAsync(Call.Streams((requests, responses, _) =>
        {
            (reader, writer) = (requests, responses);
            return Task.CompletedTask;
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        Assert.Null(await call.ResponseStream.Next(Cancel));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => reader!.MoveNext(TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => writer!.WriteAsync(new(), Cancel));
    }

    // Clients of gRPC's C core refuse trailers of more than 8 KiB.
    [Fact]
    public async Task A_long_message_is_cut()
    {
        await using var server = await GrpcServer.StartAsync(Call.Handles(_ => throw new RpcException(new Status(StatusCode.NotFound, new string('ä', 100_000)))));
        using var client = new RawClient(server);
        var answer = await client.PostAsync("EmptyCall", RawClient.Frame([]));
        Assert.Equal(StatusCode.NotFound, answer.Status);
        Assert.Equal(string.Concat(Enumerable.Repeat("%C3%A4", 4096 / 6)), answer.Message);
    }
}
