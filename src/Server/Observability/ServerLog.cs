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

    [LoggerMessage(8, LogLevel.Warning, "Stream {Stream} ended early: {Why}")]
    public static partial void StreamEndedEarly(this ILogger log, string stream, string why);

    [LoggerMessage(9, LogLevel.Information, "{Streams} streams are back, from {Path}")]
    public static partial void StreamsRestored(this ILogger log, int streams, string path);

    [LoggerMessage(10, LogLevel.Warning, "Stream {Stream} of {Path} is not back: {Fault}. Its line stays there")]
    public static partial void StreamNotRestored(this ILogger log, string stream, string path, string fault);

    [LoggerMessage(11, LogLevel.Error, "The streams could not be written to {Path}: a restart would not know the last changes: {Error}")]
    public static partial void StreamsNotKept(this ILogger log, string path, string error);

    [LoggerMessage(5, LogLevel.Information, "Draining {Streams} streams, at most {Seconds} s")]
    public static partial void Draining(this ILogger log, int streams, int seconds);

    [LoggerMessage(6, LogLevel.Warning, "Model {Model} could not be loaded: {Error}")]
    public static partial void ModelFailed(this ILogger log, string model, string error);

    [LoggerMessage(12, LogLevel.Information, "Model {Model} was unloaded: nobody used it")]
    public static partial void ModelUnloaded(this ILogger log, string model);

    [LoggerMessage(13, LogLevel.Warning, "Stream {Stream} goes on with the model that it had: {Error}")]
    public static partial void StreamKeepsModel(this ILogger log, string stream, string error);

    [LoggerMessage(20, LogLevel.Information, "WebRTC publishers are taken on UDP {Address}")]
    public static partial void WebRtcListening(this ILogger log, string address);

    [LoggerMessage(21, LogLevel.Warning, "Nobody can publish by WebRTC: {Fault}")]
    public static partial void WebRtcMissing(this ILogger log, string fault);

    // Delivery: 100 and up.
    [LoggerMessage(100, LogLevel.Warning, "Result log: {Detail}")]
    public static partial void ResultLogRepaired(this ILogger log, string detail);

    [LoggerMessage(101, LogLevel.Error, "Result log: writing fails, results are not accepted: {Error}")]
    public static partial void ResultLogFailing(this ILogger log, string error);

    [LoggerMessage(102, LogLevel.Warning, "Result log: {What}; {Lost} results were not accepted")]
    public static partial void ResultLogRecovered(this ILogger log, string what, long lost);

    [LoggerMessage(103, LogLevel.Warning, "Result log is full: {Detail}")]
    public static partial void ResultLogFull(this ILogger log, string detail);

    [LoggerMessage(104, LogLevel.Warning, "Result log has room again: {Detail}; {Lost} results were dropped or not accepted")]
    public static partial void ResultLogHasRoom(this ILogger log, string detail, long lost);

    [LoggerMessage(105, LogLevel.Warning, "Sink {Sink} is down, results wait in the log: {Error}")]
    public static partial void SinkDown(this ILogger log, string sink, string error);

    [LoggerMessage(106, LogLevel.Information, "Sink {Sink} is up, {Waiting} results wait")]
    public static partial void SinkUp(this ILogger log, string sink, long waiting);

    [LoggerMessage(107, LogLevel.Warning, "Sink {Sink} does not get {Count} results: {Detail}")]
    public static partial void SinkGap(this ILogger log, string sink, long count, string detail);

    [LoggerMessage(108, LogLevel.Error, "Sink {Sink} was ended by an internal error")]
    public static partial void SinkBroken(this ILogger log, string sink, Exception error);

    [LoggerMessage(120, LogLevel.Debug, "Kafka client: {Line}")]
    public static partial void KafkaClientSays(this ILogger log, string line);

    [LoggerMessage(130, LogLevel.Warning, "The result cache fails, every picture is inferred: {Error}")]
    public static partial void CacheFailing(this ILogger log, string error);

    [LoggerMessage(140, LogLevel.Warning, "Store: what is past its retention could not be removed yet: {Error}")]
    public static partial void StoreNotTrimmed(this ILogger log, string error);
}
