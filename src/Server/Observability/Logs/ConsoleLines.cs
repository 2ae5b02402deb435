using System.Globalization;
using Media;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Server.Observability.Logs;

/// <summary>The log for people: <c>03:00:00.120 warn: Streams[4] Stream gate was lost: …</c>, one line each.</summary>
/// <remarks>The host's own formatter of this look would show the passwords of URLs, whoever logged them.</remarks>
internal sealed class ConsoleLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "stream-console";

    private const string Reset = "\u001b[39m\u001b[22m\u001b[49m";

    // https://no-color.org; a file or a pipe gets none either.
    private static readonly bool IsColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } exception)
            text = $"{text} {exception}";
        var (name, colour) = Level(logEntry.LogLevel);
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(IsColoured ? colour + name + Reset : name);
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.WriteLine(UrlRedactor.Redact(text).ReplaceLineEndings(" "));
    }

    private static (string Name, string Colour) Level(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trce", ""),
        LogLevel.Debug => ("dbug", ""),
        LogLevel.Information => ("info", "\u001b[32m"),
        LogLevel.Warning => ("warn", "\u001b[1m\u001b[33m"),
        LogLevel.Error => ("fail", "\u001b[30m\u001b[41m"),
        _ => ("crit", "\u001b[1m\u001b[37m\u001b[41m"),
    };
}
