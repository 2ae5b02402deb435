namespace GrpcHosting;

/// <summary>Ends one call with a status. Thrown by a handler, its message and trailers go to the client as they are.</summary>
public sealed class GrpcException(GrpcStatus status, string message, Exception? inner = null) : Exception(message, inner)
{
    public GrpcStatus Status { get; } = status;

    public GrpcMetadata Trailers { get; init; } = [];
}
