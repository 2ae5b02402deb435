using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

public sealed class AccuracyTests
{
    /// <summary>The bench that judges models, on fewer pictures; without shared data it has the test source alone.</summary>
    [Fact]
    public async Task The_shipped_model_finds_rendered_people_and_their_joints()
    {
        var report = await LoadRun.Of(("STREAM_SHARED", "/nowhere"), "accuracy", "--scenes", "6");
        var rendered = Assert.Single(report["sets"]!.AsArray())!;
        Assert.Equal(48, rendered["pictures"]!.GetValue<int>());
        Assert.True(rendered["box_ap50"]!.GetValue<double>() >= 0.9, $"{rendered}");
        Assert.True(rendered["oks_ap50"]!.GetValue<double>() >= 0.8, $"{rendered}");
    }
}
