using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Media;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Server.Observability.Logs;

/// <summary>Each line of the log as one JSON object.</summary>
/// <remarks>
/// <code>
/// {"time":"2026-01-02T03:00:00.120Z","level":"warning","event":4,"name":"StreamLost","category":"Streams",
///  "message":"Stream gate was lost: …","fields":{"stream":"gate","error":"…"},"traceId":"4bf9…"}
/// </code>
/// No URL shows its password, whoever logged it; control characters are escaped.
/// </remarks>
internal sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "stream-json";

    private const string Template = "{OriginalFormat}";

    // Names and labels stay readable: nothing here is put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Level(logEntry.LogLevel));
            json.WriteNumber("event", logEntry.EventId.Id);
            if (logEntry.EventId.Name is { } name)
                json.WriteString("name", name);
            json.WriteString("category", logEntry.Category);
            json.WriteString("message", UrlRedactor.Redact(logEntry.Formatter(logEntry.State, logEntry.Exception)));
            WriteFields(json, logEntry.State);
            if (logEntry.Exception is { } exception)
                json.WriteString("exception", UrlRedactor.Redact(exception.ToString()));
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
                json.WriteString("traceId", span.TraceId.ToHexString());
            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    /// <summary>What the message's holes were filled with.</summary>
    private static void WriteFields<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } fields || fields.All(field => field.Key == Template))
            return;
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields.Where(field => field.Key != Template).DistinctBy(field => field.Key))
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(UrlRedactor.Redact(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")); break;
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Critical => "fatal",
        _ => level.ToString().ToLowerInvariant(),
    };
}
