using System.CommandLine;
using System.Globalization;
using System.Text;
using Telemetry;

namespace Cli.Pages;

/// <summary>Verbs and options of a command as a page of the manual, by man(7).</summary>
internal static class ManPage
{
    private const string Files = """
        .SH FILES
        .TP
        .I appsettings.json
        Options of the server, read in the folder where it starts. The service starts in /etc/stream.
        .TP
        .I /var/lib/stream
        What the service writes: its streams, results on their way, summaries. Models that are pulled go to /var/lib/stream/models.
        .SH ENVIRONMENT
        Any option of the server as Section__Key, for example Server__HttpPort=9000. The command line wins over the environment, and that over the file.
        .SH EXIT STATUS
        0 when all went well; 1 when not, with the reason on standard error; 130 or 143 when a signal ended it early.
        .SH SEE ALSO
        The requests that a running server answers are described at http://localhost:8000/swagger.

        """;

    public static string Of(Command program)
    {
        var page = new StringBuilder();
        // A page without a date: the same program has the same page on every day.
        page.Append(CultureInfo.InvariantCulture, $".TH STREAM 1 \"\" \"Stream {ProductVersion.Number}\" \"User Commands\"\n");
        page.Append(".SH NAME\nstream, stream\\-server \\- real\\-time video inference\n");
        page.Append(".SH SYNOPSIS\n.B stream\n.I VERB\n[\\fIOPTIONS\\fR]\n");
        page.Append(".SH DESCRIPTION\nLive video in, detections and poses out, many streams on one engine.\n");
        Append(page, program.Shown());
        page.Append(".SH VERBS\n");
        foreach (var (path, command) in program.Walk().Where(verb => verb.Path.Length > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $".SS {Synopsis(path, command)}\n{Text(command.Description)}\n");
            foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
                page.Append(CultureInfo.InvariantCulture, $".TP\n.I {Text(argument.HelpName ?? argument.Name)}\n{Text(argument.Description)}\n");
            Append(page, command.Shown());
        }

        return page.Append(Files).ToString();
    }

    private static string Synopsis(string[] path, Command command)
    {
        var arguments = command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {argument.HelpName ?? argument.Name}");
        var options = command.Shown().Any() ? " [OPTIONS]" : "";
        return $"\"{Text($"stream {string.Join(' ', path)}{string.Concat(arguments)}{options}")}\"";
    }

    private static void Append(StringBuilder page, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Names().Select(name => $"\\fB{Text(name)}\\fR"));
            var value = option.TakesValue() ? $" \\fI{Text(option.HelpName ?? "VALUE")}\\fR" : "";
            page.Append(CultureInfo.InvariantCulture, $".TP\n{names}{value}\n{Text(option.Description)}{(option.Required ? " Required." : "")}{Default(option)}\n");
        }
    }

    private static string Default(Option option) =>
        option.TakesValue() && option.HasDefaultValue && option.GetDefaultValue() is { } value and not Array ? Text(string.Create(CultureInfo.InvariantCulture, $" Default: {value}.")) : "";

    /// <summary>Backslashes and hyphens as themselves, and no line that begins as a request to roff.</summary>
    private static string Text(string? text)
    {
        var plain = (text ?? "").Replace("./stream", "stream", StringComparison.Ordinal).Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal).ReplaceLineEndings(" ");
        return plain.StartsWith('.') || plain.StartsWith('\'') ? $@"\&{plain}" : plain;
    }
}
