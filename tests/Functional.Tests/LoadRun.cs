using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>A bench as a process of its own: other tests would share this one's memory, handles and processors' caches.</summary>
internal static class LoadRun
{
    /// <summary>As automake's tests say that something is not installed.</summary>
    private const int Skipped = 77;

    /// <summary>Figures of a bench that keeps its promises.</summary>
    public static Task<JsonNode> Of(params string[] arguments) => Of(null, arguments);

    /// <param name="variable">Of its environment.</param>
    public static async Task<JsonNode> Of((string Name, string Value)? variable, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var json = folder.File("figures.json");
        using var bench = Process.Start(new ProcessStartInfo("env", [.. variable is var (name, value) ? new[] { $"{name}={value}" } : [], "dotnet", Path.Combine(AppContext.BaseDirectory, "Load.dll"), .. arguments, "--json", json])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (bench.ExitCode == Skipped)
            throw new PeerMissingException(await errors);
        Assert.Equal((0, ""), (bench.ExitCode, await errors));
        return JsonNode.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken))!;
    }
}
