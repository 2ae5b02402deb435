using Inference.Tests;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Delivery;

public sealed class OutageTests
{
    private const int SkippedExitCode = 77;

    [Fact]
    public async Task Sinks_that_go_away_and_a_server_that_is_killed_lose_nothing_and_count_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        using var bench = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Load.dll"), "outage", "--model", folder.File("tiny.onnx"), "--size", "64", "--scale", "0.1", "--json", folder.File("outage.json"),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(bench.ExitCode == SkippedExitCode, await errors);
        Assert.Equal((0, ""), (bench.ExitCode, await errors));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("outage.json"), TestContext.Current.CancellationToken))!;
        Assert.Empty(report["faults"]!.AsArray());
        // Eight streams of three lives each.
        Assert.Equal(24, report.Number("sessions"));
        Assert.Equal((report.Number("stored"), report.Number("stored")), (report.Number("kafka", "results"), report.Number("redis", "results")));
        Assert.InRange(report.Number("viewed"), 1000, report.Number("results"));
    }
}
