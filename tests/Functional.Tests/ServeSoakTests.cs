using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

public sealed class ServeSoakTests
{
    [Fact]
    public async Task Three_thousand_frames_leave_memory_handles_and_accounts_as_they_were()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        var report = await LoadRun.Of("soak", "--model", folder.File("tiny.onnx"), "--file", ServeMedia.Clip(100), "--frames", "3000", "--size", "480", "--every", "100");

        Assert.True(report["exact_accounting"]!.GetValue<bool>());
        Assert.InRange(report.Number("frames"), 3000, 3100);
        // The runtime opens a few of its own early on; one leaked each round of the clip would be 10 a third.
        Assert.InRange(report.Number("last_third_handles") - report.Number("second_third_handles"), -2, 2);
        // So short a run still warms up, by 2 to 4 %; a leaked frame each, 28 kB, would add a fifth.
        Assert.InRange(report["memory_ratio"]!.GetValue<double>(), 0, 1.1);
    }
}
