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
        SlowModel.Of(TimeSpan.FromMilliseconds(40)).Save(folder.File("slow.onnx"));
        var report = await LoadRun.Of(
            "load", "--streams", "3", "--seconds", "4", "--flapping", "8", "--file", ServeMedia.BidirectionalClip(120), "--model", folder.File("slow.onnx"));
        Assert.All(report["checks"]!.AsArray().Where(check => check!["exact"]!.GetValue<bool>()), check => Assert.True(check!["ok"]!.GetValue<bool>(), $"{check}"));
        var parts = report["parts"]!.AsArray();
        Assert.Equal(["alone", "stuck readers", "alone", "flapping", "alone"], parts.Select(part => part!.Text("name")));
        var main = parts[1]!;
        // Three streams by turns: some 150 ms. Were frames queued, half of them would be later than this. The slack is for other work on the machine.
        Assert.InRange(main["age_p50_ms"]!.GetValue<double>(), 40, 1500);
        Assert.NotEqual(0, main["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>()));
        Assert.InRange(report.Number("flaps"), 8, 10_000);
    }
}
