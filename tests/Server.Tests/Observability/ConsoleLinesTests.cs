using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Server.Observability.Logs;
using Xunit;

namespace Server.Tests.Observability;

public sealed class ConsoleLinesTests
{
    [Fact]
    public void A_line_has_time_level_category_event_and_message() => Assert.EndsWith("Streams[9] it is live\n", Line("it is live", null), StringComparison.Ordinal);

    [Fact]
    public void Passwords_of_URLs_are_in_no_part_of_it()
    {
        var line = Line("rtsp://user:hunter2@camera/1?x=hunter2", new InvalidOperationException("srt://h:1?streamid=hunter2"));
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_many_lines_is_one_line() => Assert.Equal(1, Line("a\nb", new InvalidOperationException("c\nd")).Count(c => c == '\n'));

    private static string Line(string message, Exception? exception)
    {
        using var text = new StringWriter();
        new ConsoleLines(new FakeTimeProvider()).Write(new LogEntry<string>(LogLevel.Warning, "Streams", new EventId(9), message, exception, (state, _) => state), null, text);
        var line = text.ToString();
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} ", line);
        return line;
    }
}
