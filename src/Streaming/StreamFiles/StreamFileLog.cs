namespace Streaming.StreamFiles;

/// <summary>What is logged of the file of streams.</summary>
internal static partial class StreamFileLog
{
    [LoggerMessage(1, LogLevel.Information, "{Path}: {Added} streams added, {Changed} changed, {Removed} removed")]
    public static partial void StreamFileRead(this ILogger log, string path, int added, int changed, int removed);

    [LoggerMessage(2, LogLevel.Warning, "All streams stay as they are: {Faults}")]
    public static partial void StreamFileFaulty(this ILogger log, string faults);

    [LoggerMessage(3, LogLevel.Warning, "Stream {Stream} of the file waits: {Reason}")]
    public static partial void StreamOfFileWaits(this ILogger log, string stream, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Stream {Stream} of the file stays as it is: {Problem}")]
    public static partial void StreamOfFileNotChanged(this ILogger log, string stream, string problem);
}
