using Google.Protobuf;
using Grpc.Core;
using Server.Tests.Grpc.Interop;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>Calls of the interoperability service, and a service of it with one handler of the test's own.</summary>
internal static class Call
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static InteropService Handles(Func<ServerCallContext, Task> handler) => new() { Empty = handler };

    public static InteropService Streams(Func<IAsyncStreamReader<StreamingOutputCallRequest>, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, Task> handler) =>
        new() { Duplex = handler };

    public static TestService.TestServiceClient Tests(this ChannelBase channel) => new(channel);

    public static Task<Empty> EmptyAsync(this ChannelBase channel, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancel = default) =>
        channel.Tests().EmptyCallAsync(new(), headers, deadline, cancel).ResponseAsync;

    public static AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> OpenDuplex(this ChannelBase channel, Metadata? headers = null) =>
        channel.Tests().FullDuplexCall(headers, cancellationToken: TestContext.Current.CancellationToken);

    public static StreamingOutputCallRequest Ask(int size, bool compressed = false) =>
        new() { ResponseParameters = { new ResponseParameters { Size = size, Compressed = new() { Value = compressed } } } };

    public static Payload Payload(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    /// <summary>The limit is only for what never comes.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Soon{T}"/>
    public static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
