using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Server.Tests.Grpc.Interop;

/// <summary>Another implementation's client as a process that runs every case against a server of ours and prints a line of JSON a case.</summary>
internal static class InteropPeer
{
    private const int NotInstalledExit = 77;

    /// <returns>The fault of each case, null where there is none.</returns>
    /// <exception cref="InteropPeerMissingException">The client is not installed.</exception>
    public static async Task<IReadOnlyDictionary<string, string?>> RunAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await ExecuteAsync(program, arguments);
        if (exit == NotInstalledExit)
            throw new InteropPeerMissingException($"{program}: {output.Trim()}");
        Assert.True(exit == 0, $"{program} ended with {exit}: {output} {errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("case").GetString()!, line => line.GetProperty("fault").GetString());
    }

    public static async Task<(int Exit, string Output, string Errors)> ExecuteAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception)
        {
            throw new InteropPeerMissingException($"{program} is not installed");
        }
    }
}
