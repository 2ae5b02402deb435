namespace Streaming.Streams;

/// <summary>What is logged of streams.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(3, LogLevel.Information, "Stream {Stream} is live: session {Session}, {Codec} {Width}x{Height}")]
    public static partial void StreamLive(this ILogger log, string stream, string session, string codec, int width, int height);

    [LoggerMessage(4, LogLevel.Warning, "Stream {Stream} was lost: {Error}")]
    public static partial void StreamLost(this ILogger log, string stream, string error);

    [LoggerMessage(15, LogLevel.Warning, "Stream {Stream}: {Warning}")]
    public static partial void StreamWarned(this ILogger log, string stream, string warning);

    [LoggerMessage(5, LogLevel.Information, "Draining {Streams} streams, at most {Seconds} s")]
    public static partial void Draining(this ILogger log, int streams, int seconds);

    [LoggerMessage(7, LogLevel.Error, "Stream {Stream} was ended by an internal error")]
    public static partial void StreamBroken(this ILogger log, string stream, Exception error);

    [LoggerMessage(8, LogLevel.Warning, "Stream {Stream} ended early: {Why}")]
    public static partial void StreamEndedEarly(this ILogger log, string stream, string why);

    [LoggerMessage(13, LogLevel.Warning, "Stream {Stream} goes on with the model that it had: {Error}")]
    public static partial void StreamKeepsModel(this ILogger log, string stream, string error);

    [LoggerMessage(17, LogLevel.Warning, "Model {Model} falls behind: {Detail}")]
    public static partial void EngineFallsBehind(this ILogger log, string model, string detail);

    [LoggerMessage(18, LogLevel.Information, "Model {Model} keeps up again: {Detail}")]
    public static partial void EngineKeepsUp(this ILogger log, string model, string detail);

    [LoggerMessage(9, LogLevel.Information, "{Streams} streams are back, from {Path}")]
    public static partial void StreamsRestored(this ILogger log, int streams, string path);

    [LoggerMessage(10, LogLevel.Warning, "Stream {Stream} of {Path} is not back: {Fault}. Its line stays there")]
    public static partial void StreamNotRestored(this ILogger log, string stream, string path, string fault);

    [LoggerMessage(11, LogLevel.Error, "The streams could not be written to {Path}: a restart would not know the last changes: {Error}")]
    public static partial void StreamsNotKept(this ILogger log, string path, string error);
}
