namespace Server.Observability;

/// <summary>Every line that the server logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Http} (REST, WebSocket), {Grpc} (gRPC) and {Metrics} (metrics)")]
    public static partial void Listening(this ILogger log, string http, string grpc, string metrics);

    [LoggerMessage(2, LogLevel.Information, "Model {Model} ready on {Device}: {Lanes} lanes, batches up to {MaxBatch}")]
    public static partial void ModelReady(this ILogger log, string model, string device, int lanes, int maxBatch);

    [LoggerMessage(3, LogLevel.Information, "Stream {Stream} is live: session {Session}, {Codec} {Width}x{Height}")]
    public static partial void StreamLive(this ILogger log, string stream, string session, string codec, int width, int height);

    [LoggerMessage(4, LogLevel.Warning, "Stream {Stream} was lost: {Error}")]
    public static partial void StreamLost(this ILogger log, string stream, string error);

    [LoggerMessage(7, LogLevel.Error, "Stream {Stream} was ended by an internal error")]
    public static partial void StreamBroken(this ILogger log, string stream, Exception error);

    [LoggerMessage(5, LogLevel.Information, "Draining {Streams} streams, at most {Seconds} s")]
    public static partial void Draining(this ILogger log, int streams, int seconds);

    [LoggerMessage(6, LogLevel.Warning, "Model {Model} could not be loaded: {Error}")]
    public static partial void ModelFailed(this ILogger log, string model, string error);
}
