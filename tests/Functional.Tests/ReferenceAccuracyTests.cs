using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>The whole offline route against outputs of an independent implementation (numpy, OpenCV, ONNX Runtime for Node).</summary>
public class ReferenceAccuracyTests
{
    public static TheoryData<string, int> Media => new()
    {
        { "bus.jpg", 1 },
        { "crosswalk.jpg", 1 },
        { "street.jpg", 1 },
        { "bottle-detection.mp4", 40 },
        { "car-detection.mp4", 12 },
        { "one-by-one-person-detection.mp4", 40 },
        { "people-walking.mp4", 10 },
        { "person-bicycle-car-detection.mp4", 15 },
        { "vtest.mp4", 10 },
        { "walking.mp4", 10 },
    };

    [Theory]
    [MemberData(nameof(Media))]
    public Task Detections_agree_with_the_reference(string media, int every) => Agree(media, every, "yolov8n", "detections");

    [Theory]
    [MemberData(nameof(Media))]
    public Task Poses_agree_with_the_reference(string media, int every) => Agree(media, every, "yolov8n-pose", "poses");

    private static async Task Agree(string media, int every, string model, string kind)
    {
        var input = SharedData.Path("media", media);
        var modelPath = SharedData.Path("models", model + ".onnx");
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.Path("reference", Path.ChangeExtension(media, "json")), TestContext.Current.CancellationToken));
        var frames = reference.RootElement.GetProperty("frames").EnumerateArray().ToList();
        using var folder = new TemporaryFolder();
        var output = folder.File("results.jsonl");

        var run = await Cli.Run("run", input, "--model", modelPath, "--json", output,
            "--every", $"{every}", "--frames", $"{frames[^1].GetProperty("index").GetInt32() + 1}");
        Assert.True(run.ExitCode == 0, run.Error);

        var match = new ReferenceMatch();
        var lines = await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
        Assert.Equal(frames.Count, lines.Length);
        foreach (var (frame, line) in frames.Zip(lines))
        {
            using var result = JsonDocument.Parse(line);
            Assert.Equal(frame.GetProperty("index").GetInt32(), int.Parse(result.RootElement.GetProperty("sequence").GetString()!));
            match.Add(frame.GetProperty(kind), result.RootElement);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{media} {model}: {match}");
        AssertClose(match);
    }

    private static void AssertClose(ReferenceMatch match)
    {
        Assert.True(match.Extra <= 0.02 * match.References + 1, $"{match}");
        if (match.References == 0)
            return; // A clip without people has no reference pose to find.
        Assert.True(match.Found >= 0.98, $"{match}");
        Assert.True(match.MeanIou >= 0.97, $"{match}");
        Assert.True(match.MeanScoreDifference <= 0.02, $"{match}");
        Assert.True(match.MeanKeypointDistance <= 0.01, $"{match}");
    }
}
