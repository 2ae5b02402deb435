using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

public sealed class AccuracyTests
{
    /// <summary>The bench that judges models, on fewer pictures; without shared data it has the test source alone.</summary>
    [Fact]
    public async Task The_shipped_model_finds_rendered_people_and_their_joints()
    {
        using var folder = new TemporaryFolder();
        using var bench = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Load.dll"), "accuracy", "--scenes", "6", "--json", folder.File("accuracy.json")])
        {
            Environment = { ["STREAM_SHARED"] = folder.File("none") }, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (bench.ExitCode, await errors));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("accuracy.json"), TestContext.Current.CancellationToken))!;
        var rendered = Assert.Single(report["sets"]!.AsArray())!;
        Assert.Equal(48, rendered["pictures"]!.GetValue<int>());
        Assert.True(rendered["box_ap50"]!.GetValue<double>() >= 0.9, $"{rendered}");
        Assert.True(rendered["oks_ap50"]!.GetValue<double>() >= 0.8, $"{rendered}");
    }
}
