using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Server.Tests.Grpc.Interop;

/// <summary>grpc.testing.TestService as the interoperability cases describe it; a test may put a handler of its own in its place.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    public const string EchoInitial = "x-grpc-test-echo-initial";
    public const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    private const int MaxSize = 50_000_000;

    public Func<ServerCallContext, Task>? Empty { get; init; }

    public Func<IAsyncStreamReader<StreamingOutputCallRequest>, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, Task>? Duplex { get; init; }

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        if (Empty is { } handler)
            await handler(context);
        return new();
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await EchoMetadata(context);
        ExpectCompressed(request.ExpectCompressed, context);
        EchoStatus(request.ResponseStatus);
        await Compress(request.ResponseCompressed?.Value ?? false, context);
        return new() { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        var sum = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            ExpectCompressed(request.ExpectCompressed, context);
            sum += request.Payload?.Body.Length ?? 0;
        }

        return new() { AggregatedPayloadSize = sum };
    }

    public override async Task StreamingOutputCall(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await Compress(request.ResponseParameters.Any(wanted => wanted.Compressed?.Value == true), context);
        await Output(request, responseStream, context);
    }

    public override async Task FullDuplexCall(IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        if (Duplex is { } handler)
        {
            await handler(requestStream, responseStream, context);
            return;
        }

        await EchoMetadata(context);
        await foreach (var request in requestStream.ReadAllAsync())
            await Output(request, responseStream, context);
    }

    public override async Task HalfDuplexCall(IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        var all = new List<StreamingOutputCallRequest>();
        await foreach (var request in requestStream.ReadAllAsync())
            all.Add(request);
        foreach (var request in all)
            await Output(request, responseStream, context);
    }

    private static async Task Output(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        EchoStatus(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs is > 0 and < 10_000_000)
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), context.CancellationToken);
            responses.WriteOptions = new(wanted.Compressed?.Value == true ? 0 : WriteFlags.NoCompress);
            await responses.WriteAsync(new() { Payload = Zeros(wanted.Size) });
        }
    }

    private static async Task EchoMetadata(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } bytes)
            context.ResponseTrailers.Add(EchoTrailing, bytes);
        if (context.RequestHeaders.GetValue(EchoInitial) is { } text)
            await context.WriteResponseHeadersAsync(new() { { EchoInitial, text } });
    }

    /// <summary>Where the client accepts it.</summary>
    private static Task Compress(bool compress, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var accepted = http.Request.Headers["grpc-accept-encoding"].ToString().Split(',', StringSplitOptions.TrimEntries).Contains("gzip");
        return compress && accepted && !http.Response.HasStarted
            ? context.WriteResponseHeadersAsync(new() { { "grpc-internal-encoding-request", "gzip" } })
            : Task.CompletedTask;
    }

    private static void EchoStatus(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static void ExpectCompressed(BoolValue? expected, ServerCallContext context)
    {
        if (expected is not null && expected.Value != NotedGzip.TakeInflated(context.GetHttpContext()))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"expect_compressed is {expected.Value}, the message says otherwise"));
    }

    private static Payload Zeros(int size) => size is >= 0 and <= MaxSize
        ? new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) }
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"a size of {size} is not between 0 and {MaxSize}"));
}
