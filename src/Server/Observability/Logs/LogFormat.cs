using Microsoft.Extensions.Logging.Console;
using Streaming;

namespace Server.Observability.Logs;

/// <summary>How lines of the log look on the console.</summary>
public enum LogFormat
{
    /// <summary>For people, one line each, see <see cref="ConsoleLines"/>.</summary>
    Console,

    /// <summary>For machines, see <see cref="JsonLines"/>.</summary>
    Json,
}

public static class LogFormats
{
    private const string Key = "Logging:Format";

    /// <exception cref="UserException">Logging:Format names none that there is.</exception>
    public static ILoggingBuilder AddConsole(this ILoggingBuilder logging, IConfiguration configuration) => Read(configuration[Key]) == LogFormat.Json
        ? logging.AddConsole(console => console.FormatterName = JsonLines.FormatterName).AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>()
        : logging.AddConsole(console => console.FormatterName = ConsoleLines.FormatterName).AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>();

    private static LogFormat Read(string? requested) => string.IsNullOrEmpty(requested) ? LogFormat.Console
        : Enum.GetValues<LogFormat>().Where(format => format.ToString().Equals(requested, StringComparison.OrdinalIgnoreCase)).Cast<LogFormat?>().SingleOrDefault()
            ?? throw new UserException($"{Key}={requested}: expected one of {string.Join(", ", Enum.GetNames<LogFormat>())}");
}
