using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

public class ScaleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_calls_live_on_one_connection()
    {
        var live = 0;
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        await using var server = await GrpcServer.StartAsync(Call.Streams(async (requests, responses, call) =>
        {
            connections[call.GetHttpContext().Connection.Id] = true;
            Interlocked.Increment(ref live);
            await foreach (var request in requests.ReadAllAsync())
                await responses.WriteAsync(new() { Payload = request.Payload });
            Interlocked.Decrement(ref live);
        }));
        using var channel = server.Connect(manyConnections: false);
        var calls = Enumerable.Range(0, 1000).Select(_ => channel.OpenDuplex()).ToArray();
        for (var round = 1; round <= 2; round++)
        {
            await Task.WhenAll(calls.Select((call, i) => call.RequestStream.WriteAsync(new() { Payload = Call.Payload(i) })));
            var answers = await Task.WhenAll(calls.Select(call => call.ResponseStream.Next()));
            Assert.All(answers, (answer, i) => Assert.Equal(i, answer!.Payload.Body.Length));
            Assert.Equal(1000, Volatile.Read(ref live));
        }
        foreach (var call in calls)
        {
            await call.RequestStream.CompleteAsync();
            Assert.Null(await call.ResponseStream.Next(Cancel));
            call.Dispose();
        }
        Assert.Equal(0, live);
        Assert.Single(connections);
    }

    [Fact]
    public async Task Forty_megabytes_cross_in_one_message_each_way()
    {
        const int size = 40_000_000;
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();
        var random = new Random(1);
        var raw = new byte[size];
        random.NextBytes(raw);
        using var input = channel.Tests().StreamingInputCall(cancellationToken: Cancel);
        await input.RequestStream.WriteAsync(new() { Payload = new() { Body = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(raw) } }, Cancel);
        await input.RequestStream.CompleteAsync();
        Assert.Equal(size, (await input).AggregatedPayloadSize);
        var output = await channel.Tests().UnaryCallAsync(new() { ResponseSize = size }, cancellationToken: Cancel);
        Assert.Equal(size, output.Payload.Body.Length);
    }
}
