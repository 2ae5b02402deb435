using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Cli.Demo;
using Cli.Doctor;
using Cli.Models;
using Cli.Pages;
using Cli.Run;
using Media;
using Streaming;
using Telemetry;

namespace Cli;

/// <summary>The program's verbs, and what it says to words that it does not understand.</summary>
internal static class CommandLine
{
    /// <summary>What users type: the launcher of a checkout, or the program where it is installed.</summary>
    public static string Name { get; } = Path.GetFileName(Environment.ProcessPath) == "stream" ? "stream" : "./stream";

    // As wide as docs/help, which the launcher shows instead: the text is the same wherever it is read.
    private const int HelpWidth = 110;

    // As a shell tells SIGABRT, with which the runtime ends a program.
    private const int CrashCode = 134;

    /// <returns>The verb's exit code; 1 for a fault of the command line, told in one line each on standard error.</returns>
    public static async Task<int> InvokeAsync(string[] words)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, crash) => Crash(crash.ExceptionObject);
        var parsed = Create().Parse(words);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return await Invoke(parsed);

        foreach (var fault in FaultsOf(parsed).Distinct())
            await Console.Error.WriteLineAsync($"stream: {UrlRedactor.Redact(fault)}");
        return 1;
    }

    /// <summary>Every verb, below the name that users type; a RootCommand would show the assembly's.</summary>
    public static Command Create() => new(Name, "Stream: real-time video inference.")
    {
        new HelpOption { Action = new HelpAction { MaxWidth = HelpWidth } }, new VersionOption { Action = new ShowVersion() },
        RunCommand.Create(), ServeCommand.Create(), StreamsCommand.Create(), ModelsCommand.Create(), DemoCommand.Create(), SceneCommand.Create(), DoctorCommand.Create(),
        CompletionCommand.Create(), ManCommand.Create(),
    };

    private static IEnumerable<string> FaultsOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = string.Join(' ', WordsOf(parsed.CommandResult));
        // What follows a misspelt option is perhaps its value.
        foreach (var word in parsed.UnmatchedTokens.Where(word => word.StartsWith('-') || !parsed.UnmatchedTokens.Any(other => other.StartsWith('-'))))
            yield return UnknownWord(word, command, path);
        // What is required is missing because it was misspelt.
        var told = parsed.UnmatchedTokens.Count > 0 ? parsed.Errors.Where(error => error.SymbolResult is ArgumentResult or OptionResult) : parsed.Errors;
        foreach (var error in told.Where(error => !parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal))))
            yield return $"{error.Message.TrimEnd('.')}{(command.Subcommands.Count > 0 ? $"; {path} has {string.Join(", ", VerbsOf(command))}" : "")}";
    }

    /// <summary>A word that begins with a dash where nothing of the kind is known.</summary>
    internal static string UnknownOption(string word, Command command, string path)
    {
        var name = word.Split('=', ':')[0];
        return $"there is no option '{name}'{NearWord.Hint(name, OptionsOf(command), ";")} {path} --help lists them";
    }

    private static string UnknownWord(string word, Command command, string path) =>
        word.StartsWith('-') ? UnknownOption(word, command, path)
        : command.Subcommands.Count > 0 ? $"no verb of {path} is called '{word}'{NearWord.Hint(word, VerbsOf(command), $"; there are {string.Join(", ", VerbsOf(command))}")}"
        : $"'{word}' is one word too many; {path} --help says what it takes";

    private static IEnumerable<string> VerbsOf(Command command) => command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> OptionsOf(Command command) => command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Append("--help");

    private static IEnumerable<string> WordsOf(CommandResult command) => [.. command.Parent is CommandResult parent ? WordsOf(parent) : [], command.Command.Name];

    /// <summary>A bug, told with its stack. The runtime and the library would show it as it is, with the password of a URL in it.</summary>
    private static void Crash(object fault)
    {
        Console.Error.WriteLine($"stream: Unhandled exception. {UrlRedactor.Redact($"{fault}")}");
        Environment.Exit(CrashCode);
    }

    private static async Task<int> Invoke(ParseResult parsed)
    {
        // A verb that cannot be asked to stop is ended by the system, as any program.
        if (parsed.Action is not AsynchronousCommandLineAction)
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });

        // The library would end the process two seconds after the first signal, in the middle of a drain or of writing a file;
        // told to wait for ever, it would do so inside its signal handler, and a second signal would not come through to ours.
        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, 130, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, 143, stop);
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, stop.Token);
    }

    /// <summary>A verb stops by itself at the first signal; whoever sends another does not want to wait.</summary>
    private static PosixSignalRegistration StopOn(PosixSignal signal, int exitCode, CancellationTokenSource stop)
    {
        var signals = 0;
        return PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref signals) > 1)
                Environment.Exit(exitCode);
            stop.Cancel();
        });
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"stream {ProductVersion.Text}");
            return 0;
        }
    }
}
