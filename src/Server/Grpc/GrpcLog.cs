namespace Server.Grpc;

internal static partial class GrpcLog
{
    [LoggerMessage(12, LogLevel.Error, "gRPC {Method}: the handler failed")]
    public static partial void CallFailed(this ILogger log, string method, Exception error);
}
