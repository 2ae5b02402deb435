using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Inference.Model;
using Microsoft.AspNetCore.Connections;

namespace Server.Grpc;

/// <summary>The one place where what a handler throws becomes a status, and where a client that does not read is given up.</summary>
internal sealed class FaultInterceptor(GrpcLimits limits, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<FaultInterceptor> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw StatusOf(e, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw StatusOf(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, Timed(responseStream, context), context);
            // A watch of health ends well at a stop; its client shall look for another server.
            if (IsOfTheHost(context) && lifetime.ApplicationStopping.IsCancellationRequested)
                throw GrpcFaults.Stopping();
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw StatusOf(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(IsOfTheHost(context) ? new EndingReader<TRequest>(requestStream, lifetime.ApplicationStopping) : requestStream, Timed(responseStream, context), context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw StatusOf(e, context);
        }
    }

    private TimedWriter<T> Timed<T>(IServerStreamWriter<T> writer, ServerCallContext context) => new(writer, context, limits.WriteTimeout, time);

    /// <summary>Health and reflection: nobody drains them, and they would hold up a stop.</summary>
    private static bool IsOfTheHost(ServerCallContext context) => context.Method.StartsWith("/grpc.health.", StringComparison.Ordinal) || context.Method.StartsWith("/grpc.reflection.", StringComparison.Ordinal);

    private RpcException StatusOf(Exception e, ServerCallContext context)
    {
        var (status, detail) = e switch
        {
            IGrpcFault fault => (fault.StatusCode, e.Message),
            ModelLoadException fault => (StatusCode.Unavailable, $"model: {fault.Message}"),
            InvalidProtocolBufferException or InvalidDataException => (StatusCode.Internal, "the message is malformed"),
            // The deadline has passed, which was answered, or the client has gone.
            _ when e is ConnectionResetException || context.CancellationToken.IsCancellationRequested => (StatusCode.Cancelled, ""),
            OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested => (StatusCode.Unavailable, GrpcFaults.IsStopping),
            // What went wrong is told to the log and to nobody else.
            _ => (StatusCode.Unknown, "the handler failed"),
        };
        if (status == StatusCode.Unknown)
            log.CallFailed(context.Method, e);
        return new(new Status(status, detail));
    }

    private sealed class EndingReader<T>(IAsyncStreamReader<T> requests, CancellationToken stopping) : IAsyncStreamReader<T>
    {
        public T Current => requests.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => requests.MoveNext(stopping);
    }
}

/// <summary>An exception of a service that knows its own status; its message goes to the client as it is.</summary>
internal interface IGrpcFault
{
    StatusCode StatusCode { get; }
}
