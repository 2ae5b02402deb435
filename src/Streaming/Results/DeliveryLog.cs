namespace Streaming.Results;

/// <summary>What is logged of the result log and its sinks.</summary>
internal static partial class DeliveryLog
{
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

    [LoggerMessage(111, LogLevel.Warning, "Sink {Sink} refuses results for good, they are dropped: {Reason}")]
    public static partial void SinkRefusing(this ILogger log, string sink, string reason);

    [LoggerMessage(112, LogLevel.Information, "Sink {Sink} takes all results again; it has refused {Count}")]
    public static partial void SinkAccepting(this ILogger log, string sink, long count);

    [LoggerMessage(108, LogLevel.Error, "Sink {Sink} was ended by an internal error")]
    public static partial void SinkBroken(this ILogger log, string sink, Exception error);
}
