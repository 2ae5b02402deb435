using System.Diagnostics;
using Xunit;

namespace Functional.Tests.Packaging;

/// <summary>Programs of the system that packages are made and tried with.</summary>
internal static class Shell
{
    public static bool Has(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <exception cref="IOException">It failed; with what it said.</exception>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        var run = await Try(program, arguments);
        return run.ExitCode == 0 ? run.Output
            : throw new IOException($"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Output}\n{run.Error}");
    }

    public static async Task<Cli.Outcome> Try(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, error);
    }
}
