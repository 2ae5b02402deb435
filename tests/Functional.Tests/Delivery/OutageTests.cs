using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Delivery;

public sealed class OutageTests
{
    [Fact]
    public async Task Sinks_that_go_away_and_a_server_that_is_killed_lose_nothing_and_count_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        var report = await LoadRun.Of("outage", "--model", folder.File("tiny.onnx"), "--size", "64", "--scale", "0.1");
        Assert.Empty(report["faults"]!.AsArray());
        // Eight streams of three lives each.
        Assert.Equal(24, report.Number("sessions"));
        Assert.Equal((report.Number("stored"), report.Number("stored")), (report.Number("kafka", "results"), report.Number("redis", "results")));
        Assert.InRange(report.Number("viewed"), 1000, report.Number("results"));
    }
}
