using Grpc.Core;
using Server.Grpc;

namespace Server.KServe;

/// <summary>Why one request is refused or failed. Each protocol has its own status for it.</summary>
internal enum KServeFault
{
    /// <summary>The message names the field and the bound.</summary>
    InvalidArgument,

    /// <summary>The body is longer than the server takes.</summary>
    TooLarge,

    NotFound,

    /// <summary>As many requests are inside as the server takes; the next moment may be better.</summary>
    Exhausted,

    /// <summary>The model is being loaded, or cannot be, or the server is stopping.</summary>
    Unavailable,

    /// <summary>The model could not run it.</summary>
    Failed,

    /// <summary>The client went away.</summary>
    Cancelled,
}

/// <summary>Ends one request of the Open Inference Protocol; the message goes to the client as it is.</summary>
internal sealed class KServeException(KServeFault fault, string message, Exception? inner = null) : Exception(message, inner), IGrpcFault
{
    public KServeFault Fault { get; } = fault;

    StatusCode IGrpcFault.StatusCode => KServeGrpc.StatusOf(Fault);

    public static KServeException Invalid(string message) => new(KServeFault.InvalidArgument, message);
}
