using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests;

public class CallShapeTests
{
    internal static readonly ServiceDescriptor Service = InteropReflection.Descriptor.Services[0];

    [Fact]
    public async Task All_four_shapes_carry_their_messages()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect();

        var unary = await channel.UnaryAsync<SimpleRequest, SimpleResponse>(Service.FindMethodByName("UnaryCall"), new() { ResponseSize = 314_159 });
        Assert.Equal(314_159, unary.Payload.Body.Length);

        using var input = channel.ClientStreaming<StreamingInputCallRequest, StreamingInputCallResponse>(Service.FindMethodByName("StreamingInputCall"));
        foreach (var size in new[] { 27182, 8, 1828, 45904 })
            Assert.True(await input.WriteAsync(new() { Payload = new() { Body = ByteString.CopyFrom(new byte[size]) } }));
        Assert.Equal(74922, (await input.FinishAsync()).AggregatedPayloadSize);

        using var output = await channel.ServerStreamingAsync<StreamingOutputCallRequest, StreamingOutputCallResponse>(
            Service.FindMethodByName("StreamingOutputCall"), new() { ResponseParameters = { new ResponseParameters { Size = 5 }, new ResponseParameters { Size = 7 } } });
        var sizes = new List<int>();
        await foreach (var response in output.ReadAllAsync())
            sizes.Add(response.Payload.Body.Length);
        Assert.Equal([5, 7], sizes);

        using var duplex = channel.Duplex<StreamingOutputCallRequest, StreamingOutputCallResponse>(Service.FindMethodByName("FullDuplexCall"));
        foreach (var size in new[] { 31415, 9, 2653 })
        {
            await duplex.WriteAsync(new() { ResponseParameters = { new ResponseParameters { Size = size } } });
            Assert.Equal(size, (await duplex.ReadAsync())!.Payload.Body.Length);
        }
        await duplex.CompleteAsync();
        Assert.Null(await duplex.ReadAsync());
    }
}
