using Google.Protobuf;

namespace GrpcHosting;

/// <summary>The messages that go to a client, in order. Several tasks may write; they take turns.</summary>
public sealed class GrpcWriter<T> where T : class, IMessage<T>
{
    private readonly GrpcCall _call;

    internal GrpcWriter(GrpcCall call) => _call = call;

    /// <inheritdoc cref="GrpcCall.Compress"/>
    public bool Compress
    {
        get => _call.Compress;
        set => _call.Compress = value;
    }

    /// <summary>Returns once the transport has taken the message, so that a client which does not read holds its writer back.</summary>
    /// <exception cref="GrpcException">RESOURCE_EXHAUSTED: the message is too large; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public ValueTask WriteAsync(T message) => _call.Response.WriteAsync(message, flush: true, _call.Cancellation);
}
