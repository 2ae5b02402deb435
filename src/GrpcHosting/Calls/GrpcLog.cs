using Microsoft.Extensions.Logging;

namespace GrpcHosting.Calls;

/// <summary>Every line that gRPC calls log.</summary>
internal static partial class GrpcLog
{
    [LoggerMessage(1, LogLevel.Error, "gRPC {Method}: the handler failed")]
    public static partial void HandlerFailed(this ILogger log, string method, Exception error);

    [LoggerMessage(2, LogLevel.Debug, "gRPC {Method} ended with {Status}: {Detail}")]
    public static partial void Refused(this ILogger log, string method, GrpcStatus status, string detail);

    [LoggerMessage(3, LogLevel.Debug, "gRPC {Method}: the client has gone")]
    public static partial void ClientGone(this ILogger log, string method);

    [LoggerMessage(4, LogLevel.Debug, "gRPC {Method}: the deadline has passed")]
    public static partial void DeadlinePassed(this ILogger log, string method);
}
