using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

/// <summary>The program as a user starts it: a process with arguments, two streams and an exit code.</summary>
internal static class Cli
{
    public sealed record Outcome(int ExitCode, string Output, string Error);

    public static Task<Outcome> Run(params string[] arguments) => RunIn("", arguments);

    public static async Task<Outcome> RunIn(string folder, params string[] arguments)
    {
        using var process = StartIn(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>The caller ends and disposes it.</summary>
    public static Process Start(params string[] arguments) => StartIn("", arguments);

    /// <param name="variable">Of its environment.</param>
    public static Process Start((string Name, string Value)? variable, params string[] arguments) => StartIn("", arguments, variable);

    private static Process StartIn(string folder, string[] arguments, (string Name, string Value)? variable = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "stream.dll");
        // A test run in the background of a shell ignores SIGINT, and so would its children: a test that sends one would wait for ever.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", .. variable is var (name, value) ? new[] { $"{name}={value}" } : [], "dotnet", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
    }
}
