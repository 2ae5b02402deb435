namespace Streaming.StreamFiles;

/// <summary>What is logged of the file of streams.</summary>
internal static partial class StreamFileLog
{
    [LoggerMessage(121, LogLevel.Information, "{Path}: {Added} streams added, {Changed} changed, {Removed} removed")]
    public static partial void StreamFileRead(this ILogger log, string path, int added, int changed, int removed);

    [LoggerMessage(122, LogLevel.Warning, "All streams stay as they are: {Faults}")]
    public static partial void StreamFileFaulty(this ILogger log, string faults);

    [LoggerMessage(123, LogLevel.Warning, "Stream {Stream} of the file waits: {Reason}")]
    public static partial void StreamOfFileWaits(this ILogger log, string stream, string reason);

    [LoggerMessage(124, LogLevel.Warning, "Stream {Stream} of the file stays as it is: {Problem}")]
    public static partial void StreamOfFileNotChanged(this ILogger log, string stream, string problem);

    [LoggerMessage(125, LogLevel.Error, "{Path} could not be followed, by an internal error; its next change is tried again")]
    public static partial void StreamFileBroken(this ILogger log, string path, Exception error);
}
