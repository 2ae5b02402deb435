using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Cli.Demo;
using Cli.Models;
using Cli.Pages;
using Cli.Run;
using Telemetry;

namespace Cli;

/// <summary>The program's verbs, and what it says to words that it does not understand.</summary>
internal static class CommandLine
{
    /// <summary>What users type: the launcher of a checkout, or the program where it is installed.</summary>
    public static string Name { get; } = Path.GetFileName(Environment.ProcessPath) == "stream" ? "stream" : "./stream";

    // As wide as docs/help, which the launcher shows instead: the text is the same wherever it is read.
    private const int HelpWidth = 110;

    /// <returns>The verb's exit code; 1 for a fault of the command line, told in one line each on standard error.</returns>
    public static async Task<int> InvokeAsync(string[] words)
    {
        var parsed = Create().Parse(words);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return await Invoke(parsed);

        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"stream: {error.Message}");
        return 1;
    }

    /// <summary>Every verb, below the name that users type; a RootCommand would show the assembly's.</summary>
    public static Command Create() => new(Name, "Stream: real-time video inference.")
    {
        new HelpOption { Action = new HelpAction { MaxWidth = HelpWidth } }, new VersionOption { Action = new ShowVersion() },
        RunCommand.Create(), ServeCommand.Create(), ModelsCommand.Create(), DemoCommand.Create(), SceneCommand.Create(),
        CompletionCommand.Create(), ManCommand.Create(),
    };

    private static async Task<int> Invoke(ParseResult parsed)
    {
        // A verb that cannot be asked to stop is ended by the system, as any program.
        if (parsed.Action is not AsynchronousCommandLineAction)
            return await parsed.InvokeAsync();

        // The library would end the process two seconds after the first signal, in the middle of a drain or of writing a file;
        // told to wait for ever, it would do so inside its signal handler, and a second signal would not come through to ours.
        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, 130, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, 143, stop);
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }, stop.Token);
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
