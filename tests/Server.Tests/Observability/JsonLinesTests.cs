using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Server.Observability;
using Server.Observability.Logs;
using Streaming.Models;
using Streaming.Streams;
using Xunit;

namespace Server.Tests.Observability;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_line_has_time_level_event_category_message_and_fields()
    {
        var line = Line(log => log.StreamLive("gate", "s1", "h264", 640, 480));
        Assert.Equal(
            """{"time":"2026-01-02T03:00:00.120Z","level":"info","event":3,"name":"StreamLive","category":"Streams","message":"Stream gate is live: session s1, h264 640x480","fields":{"stream":"gate","session":"s1","codec":"h264","width":640,"height":480}}""",
            line);
    }

    [Fact]
    public void Control_characters_are_escaped_and_other_letters_are_not()
    {
        var line = Line(log => log.StreamLost("gate", "a\nb\u001b[31m\"Tür\u0085\u2028"));
        Assert.DoesNotContain(line, c => char.IsControl(c));
        Assert.Contains("Tür", line, StringComparison.Ordinal);
        Assert.Equal("a\nb\u001b[31m\"Tür\u0085\u2028", JsonNode.Parse(line)!["fields"]!["error"]!.GetValue<string>());
    }

    [Fact]
    public void Passwords_of_URLs_are_in_no_part_of_it()
    {
        const string url = "rtsp://user:hunter2@camera/1?token=hunter2";
        var line = Line(log => log.Log(LogLevel.Error, new EventId(9), url, new InvalidOperationException(url), (state, _) => state));
        var fields = Line(log => log.StreamLost("gate", url));
        Assert.DoesNotContain("hunter2", line + fields, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_within_a_trace_names_it()
    {
        using var span = new Activity("request").Start();
        Assert.Equal(span.TraceId.ToHexString(), JsonNode.Parse(Line(log => log.ModelFailed("m", "e")))!["traceId"]!.GetValue<string>());
    }

    [Fact]
    public void Fields_that_are_no_texts_stay_what_they_are()
    {
        var line = JsonNode.Parse(Line(log => log.Log(
            LogLevel.Warning, 0, new List<KeyValuePair<string, object?>> { new("Flag", true), new("None", null), new("Nan", double.NaN), new("Size", 3L), new("Size", 4L) }, null, (_, _) => "m")))!;
        Assert.Equal("""{"flag":true,"none":null,"nan":"NaN","size":3}""", line["fields"]!.ToJsonString());
        Assert.Equal(("warning", 0, null), (line["level"]!.GetValue<string>(), line["event"]!.GetValue<int>(), line["name"]));
    }

    private static string Line(Action<ILogger> write)
    {
        using var text = new StringWriter();
        write(new Recorder(text));
        var line = text.ToString();
        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        return line[..^1];
    }

    private sealed class Recorder(StringWriter text) : ILogger
    {
        private readonly JsonLines _lines = new(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1767322800120)));

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Write(new LogEntry<TState>(logLevel, "Streams", eventId, state, exception, formatter), null, text);
    }
}
