using Google.Protobuf;

namespace GrpcHosting.Tests.Interop;

/// <summary>grpc.testing.TestService as the interoperability cases describe it.</summary>
internal static class InteropService
{
    public const string EchoInitial = "x-grpc-test-echo-initial";
    public const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    private const int MaxSize = 50_000_000;

    public static GrpcService Create() => new GrpcService(InteropReflection.Descriptor.Services[0])
        .Unary<Empty, Empty>("EmptyCall", (request, call) => Task.FromResult(new Empty()))
        .Unary<SimpleRequest, SimpleResponse>("UnaryCall", UnaryAsync)
        .ClientStreaming<StreamingInputCallRequest, StreamingInputCallResponse>("StreamingInputCall", SumAsync)
        .ServerStreaming<StreamingOutputCallRequest, StreamingOutputCallResponse>("StreamingOutputCall", OutputAsync)
        .Duplex<StreamingOutputCallRequest, StreamingOutputCallResponse>("FullDuplexCall", DuplexAsync)
        .Duplex<StreamingOutputCallRequest, StreamingOutputCallResponse>("HalfDuplexCall", HalfDuplexAsync);

    private static Task<SimpleResponse> UnaryAsync(SimpleRequest request, GrpcCall call)
    {
        EchoMetadata(call);
        ExpectCompressed(request.ExpectCompressed, call);
        EchoStatus(request.ResponseStatus);
        call.Compress = request.ResponseCompressed?.Value ?? false;
        return Task.FromResult(new SimpleResponse { Payload = Zeros(request.ResponseSize) });
    }

    private static async Task<StreamingInputCallResponse> SumAsync(GrpcReader<StreamingInputCallRequest> requests, GrpcCall call)
    {
        var sum = 0;
        await foreach (var request in requests.ReadAllAsync())
        {
            ExpectCompressed(request.ExpectCompressed, call);
            sum += request.Payload?.Body.Length ?? 0;
        }
        return new() { AggregatedPayloadSize = sum };
    }

    private static async Task OutputAsync(StreamingOutputCallRequest request, GrpcWriter<StreamingOutputCallResponse> responses, GrpcCall call)
    {
        EchoStatus(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs is > 0 and < 10_000_000)
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), call.Cancellation);
            responses.Compress = wanted.Compressed?.Value ?? false;
            await responses.WriteAsync(new() { Payload = Zeros(wanted.Size) });
        }
    }

    private static async Task DuplexAsync(
        GrpcReader<StreamingOutputCallRequest> requests, GrpcWriter<StreamingOutputCallResponse> responses, GrpcCall call)
    {
        EchoMetadata(call);
        await foreach (var request in requests.ReadAllAsync())
            await OutputAsync(request, responses, call);
    }

    private static async Task HalfDuplexAsync(
        GrpcReader<StreamingOutputCallRequest> requests, GrpcWriter<StreamingOutputCallResponse> responses, GrpcCall call)
    {
        var all = new List<StreamingOutputCallRequest>();
        await foreach (var request in requests.ReadAllAsync())
            all.Add(request);
        foreach (var request in all)
            await OutputAsync(request, responses, call);
    }

    private static void EchoMetadata(GrpcCall call)
    {
        if (call.RequestHeaders.Get(EchoInitial) is { } text)
            call.ResponseHeaders.Add(EchoInitial, text);
        if (call.RequestHeaders.GetBytes(EchoTrailing) is { } bytes)
            call.ResponseTrailers.Add(EchoTrailing, bytes);
    }

    private static void EchoStatus(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw new GrpcException((GrpcStatus)status.Code, status.Message);
    }

    private static void ExpectCompressed(BoolValue? expected, GrpcCall call)
    {
        if (expected is not null && expected.Value != call.Request.WasCompressed)
            throw new GrpcException(GrpcStatus.InvalidArgument, $"expect_compressed is {expected.Value}, the message says otherwise");
    }

    private static Payload Zeros(int size) => size is >= 0 and <= MaxSize
        ? new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) }
        : throw new GrpcException(GrpcStatus.InvalidArgument, $"a size of {size} is not between 0 and {MaxSize}");
}
