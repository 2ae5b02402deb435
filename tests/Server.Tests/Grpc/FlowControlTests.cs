using Grpc.Core;
using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>A side that does not read holds the other back: what waits is bounded by windows, never by memory.</summary>
public class FlowControlTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const int MessageBytes = 100_000;

    // Two windows (a client's may be 1 MB), the transport's buffers, and room.
    private const int MostMessages = 16_000_000 / MessageBytes;

    [Fact]
    public async Task A_client_that_does_not_read_holds_the_writer_back()
    {
        var written = 0;
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (_, responses, _) =>
        {
            for (; written < 2 * MostMessages; Interlocked.Increment(ref written))
                await responses.WriteAsync(new() { Payload = Call.Payload(MessageBytes) });
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        await call.RequestStream.CompleteAsync();
        Assert.NotNull(await call.ResponseStream.Next(Cancel));
        Assert.InRange(await StandstillAsync(() => Volatile.Read(ref written)), 1, MostMessages);

        var rest = 0;
        await foreach (var _ in call.ResponseStream.ReadAllAsync(Cancel))
            rest++;
        Assert.Equal(2 * MostMessages - 1, rest);
    }

    // It held its place among a stream's subscribers for ever.
    [Fact]
    public async Task A_client_that_never_reads_is_given_up_and_the_others_of_its_connection_go_on()
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await GrpcServer.StartAsync(new GrpcLimits { WriteTimeout = TimeSpan.FromMilliseconds(300) }, Call.Streams(async (requests, responses, context) =>
        {
            if (context.RequestHeaders.Get("endless") is null)
            {
                while (await requests.Next() is not null)
                    await responses.WriteAsync(new() { Payload = Call.Payload(1) });
                return;
            }

            try
            {
                while (true)
                    await responses.WriteAsync(new() { Payload = Call.Payload(MessageBytes) });
            }
            catch (Exception e)
            {
                ended.SetResult(e);
                throw;
            }
        }));
        using var channel = server.Connect();
        using var silent = channel.OpenDuplex(new Metadata { { "endless", "" } });
        using var other = channel.OpenDuplex();
        Assert.Equal(StatusCode.Cancelled, Assert.IsType<RpcException>(await ended.Task.Soon()).StatusCode);
        await other.RequestStream.WriteAsync(new(), Cancel);
        Assert.NotNull(await other.ResponseStream.Next(Cancel));
        await other.RequestStream.CompleteAsync();
        Assert.Null(await other.ResponseStream.Next(Cancel));
    }

    [Fact]
    public async Task A_handler_that_does_not_read_holds_the_client_back()
    {
        var go = new TaskCompletionSource();
        var received = 0;
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, _, _) =>
        {
            await go.Task;
            while (await requests.Next() is not null)
                received++;
        }));
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        var written = 0;
        var writing = Task.Run(async () =>
        {
            for (; written < 2 * MostMessages; Interlocked.Increment(ref written))
                await call.RequestStream.WriteAsync(new() { Payload = Call.Payload(MessageBytes) });
            await call.RequestStream.CompleteAsync();
        }, TestContext.Current.CancellationToken);
        Assert.InRange(await StandstillAsync(() => Volatile.Read(ref written)), 1, MostMessages);

        go.SetResult();
        await writing.Soon();
        Assert.Null(await call.ResponseStream.Next(Cancel));
        Assert.Equal(2 * MostMessages, received);
    }

    [Fact]
    public async Task Half_sent_messages_of_all_calls_together_are_bounded()
    {
        await using var server = await GrpcServer.StartAsync(new GrpcLimits { MaxPartialBytes = 150_000 }, new());
        using var client = new RawClient(server);
        using var first = new SilentContent([0, 0, 1, 0x86, 0xA0, .. new byte[99_000]]);
        using var second = new SilentContent([0, 0, 1, 0x86, 0xA0, .. new byte[99_000]]);
        var either = await Task.WhenAny(
            client.SendAsync(HttpMethod.Post, "UnaryCall", first, "application/grpc"),
            client.SendAsync(HttpMethod.Post, "UnaryCall", second, "application/grpc"));
        Assert.Equal(StatusCode.ResourceExhausted, (await either.Soon()).Status);
        // A message that comes whole needs no part of it.
        Assert.Equal(StatusCode.OK, (await client.PostAsync("EmptyCall", RawClient.Frame([]))).Status);
    }

    /// <summary>Waits until a count that has begun has not moved for half a second.</summary>
    private static async Task<int> StandstillAsync(Func<int> count)
    {
        var (last, still) = (0, 0);
        await Eventually.Be(() =>
        {
            still = count() == last && last > 0 ? still + 1 : 0;
            last = count();
            return still == 50;
        }, "the writer waits");
        return last;
    }
}
