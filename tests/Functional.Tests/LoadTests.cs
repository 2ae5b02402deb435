using Inference.Tests;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

public sealed class LoadTests
{
    [Fact]
    public async Task Live_streams_stay_exact_ordered_and_of_bounded_age_beside_stuck_readers_and_flapping_sources()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        using var bench = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Load.dll"), "load", "--streams", "3", "--seconds", "4", "--flapping", "8", "--file", ServeMedia.BidirectionalClip(120),
            "--model", folder.File("tiny.onnx"), "--set", "Inference:InputSize=1600", "--json", folder.File("load.json"),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (bench.ExitCode, await errors));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("load.json"), TestContext.Current.CancellationToken))!;
        Assert.All(report["checks"]!.AsArray().Where(check => check!["exact"]!.GetValue<bool>()), check => Assert.True(check!["ok"]!.GetValue<bool>(), $"{check}"));
        var parts = report["parts"]!.AsArray();
        Assert.Equal(["alone", "stuck readers", "alone", "flapping", "alone"], parts.Select(part => part!.Text("name")));
        var main = parts[1]!;
        // Were frames queued, half of them would be seconds late. The slack is for other work on the machine.
        Assert.InRange(main["age_p50_ms"]!.GetValue<double>(), 0, 10_000);
        Assert.NotEqual(0, main["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>()));
        Assert.InRange(report.Number("flaps"), 8, 10_000);
    }
}
