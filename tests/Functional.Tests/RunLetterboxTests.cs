using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>The least padding gives the network another input, so scores move a little; the boxes must lie where they lay.</summary>
public class RunLetterboxTests
{
    /// <summary>Scores and first box of Ultralytics' own run on this picture, which pads as little, 640 × 480.</summary>
    [Fact]
    public async Task The_least_padding_gives_what_Ultralytics_gives()
    {
        double[] scores = [0.8705, 0.8690, 0.8536, 0.8193, 0.3461, 0.3013];
        double[] bus = [17.286, 230.59, 801.52, 768.41];

        var objects = (await Run("bus.jpg")).GetProperty("objects").EnumerateArray().ToArray();

        Assert.Equal(["bus", "person", "person", "person", "stop sign", "person"], objects.Select(found => found.GetProperty("label").GetString()));
        Assert.Equal(scores, objects.Select(found => found.GetProperty("score").GetDouble()), (one, other) => Math.Abs(one - other) <= 0.01);
        Assert.Equal(bus, objects[0].GetProperty("box").EnumerateObject().Select(side => side.Value.GetDouble()), (one, other) => Math.Abs(one - other) <= 0.5);
    }

    [Theory]
    [InlineData("crosswalk.jpg")]
    [InlineData("street.jpg")]
    public async Task The_least_padding_finds_the_same_boxes_in_the_same_places(string picture)
    {
        var reference = await File.ReadAllTextAsync(SharedData.Path("reference", Path.ChangeExtension(picture, "json")), TestContext.Current.CancellationToken);

        var match = new ReferenceMatch();
        match.Add(JsonDocument.Parse(reference).RootElement.GetProperty("frames")[0].GetProperty("detections"), await Run(picture));
        TestContext.Current.TestOutputHelper!.WriteLine($"{picture}: {match}");
        Assert.True(match.Found >= 0.9, $"{match}");
        Assert.True(match.MeanIou >= 0.95, $"{match}");
    }

    private static async Task<JsonElement> Run(string picture)
    {
        var run = await Cli.Run("run", SharedData.Path("media", picture), "--model", SharedData.Path("models", "yolov8n.onnx"), "--letterbox", "rect", "--json", "-");
        Assert.True(run.ExitCode == 0, run.Error);
        return RunFolder.Parse(run.Output)[0];
    }
}
