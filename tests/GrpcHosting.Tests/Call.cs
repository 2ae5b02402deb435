using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting.Tests.Interop;

namespace GrpcHosting.Tests;

/// <summary>The methods of the interoperability service, and a service of it with one handler of the test's own.</summary>
internal static class Call
{
    public static ServiceDescriptor Service { get; } = InteropReflection.Descriptor.Services[0];

    public static MethodDescriptor Empty { get; } = Service.FindMethodByName("EmptyCall");

    public static MethodDescriptor Unary { get; } = Service.FindMethodByName("UnaryCall");

    public static MethodDescriptor Input { get; } = Service.FindMethodByName("StreamingInputCall");

    public static MethodDescriptor Output { get; } = Service.FindMethodByName("StreamingOutputCall");

    public static MethodDescriptor Duplex { get; } = Service.FindMethodByName("FullDuplexCall");

    public static GrpcService Handles(Func<GrpcCall, Task> handler) =>
        new GrpcService(Service).Unary<Empty, Empty>("EmptyCall", async (_, call) =>
        {
            await handler(call);
            return new();
        });

    public static GrpcService Streams(Func<GrpcReader<StreamingOutputCallRequest>, GrpcWriter<StreamingOutputCallResponse>, GrpcCall, Task> handler) =>
        new GrpcService(Service).Duplex("FullDuplexCall", handler);

    public static Task<Empty> EmptyAsync(this GrpcChannel channel, GrpcCallOptions? options = null) =>
        channel.UnaryAsync<Empty, Empty>(Empty, new(), options);

    public static GrpcClientCall<StreamingOutputCallRequest, StreamingOutputCallResponse> OpenDuplex(this GrpcChannel channel, GrpcCallOptions? options = null) =>
        channel.Duplex<StreamingOutputCallRequest, StreamingOutputCallResponse>(Duplex, options);

    public static StreamingOutputCallRequest Ask(int size, bool compressed = false) =>
        new() { ResponseParameters = { new ResponseParameters { Size = size, Compressed = new() { Value = compressed } } } };

    public static Payload Payload(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };
}
