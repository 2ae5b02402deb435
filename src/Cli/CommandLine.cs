using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Cli.Demo;
using Cli.Models;
using Cli.Run;
using Media;

namespace Cli;

/// <summary>The program's verbs, and what it says to words that it does not understand.</summary>
internal static class CommandLine
{
    // As a shell tells SIGABRT, with which the runtime ends a program.
    private const int CrashCode = 134;

    /// <returns>The verb's exit code; 1 for a fault of the command line, told in one line each on standard error.</returns>
    public static async Task<int> InvokeAsync(string[] words)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, crash) => Crash(crash.ExceptionObject);
        // The launcher is what users type; a RootCommand would show the assembly's name.
        var verbs = new Command("./stream", "Stream: real-time video inference.")
        {
            new HelpOption(), new VersionOption(), RunCommand.Create(), ServeCommand.Create(), ModelsCommand.Create(), DemoCommand.Create(), SceneCommand.Create(),
        };
        var parsed = verbs.Parse(words);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return await Invoke(parsed);

        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"stream: {UrlRedactor.Redact(error.Message)}");
        return 1;
    }

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
}
