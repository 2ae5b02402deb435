using System.Text.Json;
using Xunit;

namespace Functional.Tests;

[Trait("Ring", "quick")]
public sealed class RunTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_frame_has_one_line_in_order_and_the_summary_is_the_last_line_of_output()
    {
        var run = await _folder.Run(_folder.Clip(), "--json", _folder.File("out.jsonl"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = RunFolder.Parse(await File.ReadAllTextAsync(_folder.File("out.jsonl"), TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(0, 20), Sequences(lines));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i * 9000}"), lines.Select(line => line.GetProperty("pts90khz").GetString()));
        Assert.All(lines, line => Assert.Equal((160, 120, "clip", "tiny"),
            (line.GetProperty("width").GetInt32(), line.GetProperty("height").GetInt32(), line.GetProperty("streamId").GetString(), line.GetProperty("model").GetString())));
        Assert.Single(lines.Select(line => line.GetProperty("sessionId").GetString()).Distinct());

        var summary = Summary(run);
        Assert.Equal(["frames", "seconds", "fps", "objects_by_label", "p50_ms", "p95_ms", "damaged"], summary.EnumerateObject().Select(member => member.Name));
        Assert.Equal((20, 0), (summary.GetProperty("frames").GetInt32(), summary.GetProperty("damaged").GetInt32()));
        Assert.Equal(lines.Sum(line => line.GetProperty("objects").GetArrayLength()), summary.GetProperty("objects_by_label").EnumerateObject().Sum(label => label.Value.GetInt32()));
        Assert.Equal(["clip.mp4", "out.jsonl", "tiny.onnx"], _folder.Names);
    }

    [Fact]
    public async Task Results_on_standard_output_have_it_for_themselves_and_the_summary_is_on_standard_error()
    {
        var run = await _folder.Run(_folder.Clip(frames: 5), "--json", "-");
        Assert.Equal(Enumerable.Range(0, 5), Sequences(RunFolder.Parse(run.Output)));
        Assert.Equal(5, Assert.Single(RunFolder.Parse(run.Error)).GetProperty("frames").GetInt32());
    }

    [Fact]
    public async Task An_older_result_file_is_replaced()
    {
        _folder.Write("out.jsonl", "older"u8);
        await _folder.Run(_folder.Clip(frames: 3), "--json", _folder.File("out.jsonl"));
        Assert.Equal(3, RunFolder.Parse(await File.ReadAllTextAsync(_folder.File("out.jsonl"), TestContext.Current.CancellationToken)).Length);
    }

    [Theory]
    [InlineData("picture.png")]
    [InlineData("picture.jpg")]
    public async Task A_picture_is_one_frame(string name)
    {
        var picture = _folder.Make(name, "-f", "lavfi", "-i", "color=red:s=160x120", "-frames:v", "1");
        var run = await _folder.Run(picture, "--json", "-");

        Assert.Equal(0, run.ExitCode);
        var line = Assert.Single(RunFolder.Parse(run.Output));
        // Three quarters of the input are the picture, the rest grey bars.
        var found = Assert.Single(line.GetProperty("objects").EnumerateArray());
        Assert.Equal("thing0", found.GetProperty("label").GetString());
        Assert.Equal(0.75 + 0.25 * 114 / 255, found.GetProperty("score").GetDouble(), 0.02);
    }

    [Fact]
    public async Task Every_nth_frame_keeps_its_own_number_and_a_bound_counts_decoded_frames()
    {
        var clip = _folder.Clip();
        var run = await _folder.Run(clip, "--json", "-", "--every", "4", "--frames", "10");
        Assert.Equal([0, 4, 8], Sequences(RunFolder.Parse(run.Output)));
    }

    [Fact]
    public async Task Thresholds_hold()
    {
        var clip = _folder.Clip(source: "color=red:s=160x120:r=10", frames: 2);
        Assert.Equal(2, Count(await _folder.Run(clip), "thing0"));
        Assert.Equal(0, Count(await _folder.Run(clip, "--conf", "0.95"), "thing0"));
        Assert.Equal(2, Count(await _folder.Run(clip, "--conf", "0.05", "--max-det", "1"), "thing0"));
        Assert.Equal(2, Count(await _folder.Run(clip, "--conf", "0.05"), "thing1"));
    }

    [Fact]
    public async Task A_pose_has_its_keypoints_in_pixels_of_the_picture()
    {
        using var folder = new RunFolder(TinyOnnx.Pose());
        var run = await folder.Run(folder.Clip(source: "color=red:s=160x120:r=10", frames: 1), "--json", "-");

        var person = Assert.Single(RunFolder.Parse(run.Output)[0].GetProperty("objects").EnumerateArray());
        var keypoints = person.GetProperty("keypoints").EnumerateArray().ToArray();
        Assert.Equal(17, keypoints.Length);
        // Model pixel 16 of 64, the middle of box 0; the bars are 8 rows, the scale 0.4.
        Assert.Equal((40, 20), (keypoints[8].GetProperty("x").GetDouble(), keypoints[8].GetProperty("y").GetDouble()));
    }

    [Fact]
    public async Task A_model_that_answers_with_what_is_no_number_gives_only_what_is_sound()
    {
        using var folder = new RunFolder(TinyOnnx.NaN());
        var run = await folder.Run(folder.Clip(source: "color=white:s=160x120:r=10", frames: 3));
        Assert.Equal((0, 3), (run.ExitCode, Count(run, "thing2")));
        Assert.Single(Summary(run).GetProperty("objects_by_label").EnumerateObject());
    }

    [Fact]
    public async Task A_name_with_a_colon_is_a_file_and_no_protocol()
    {
        var clip = _folder.File("12:30.mp4");
        File.Move(_folder.Clip(frames: 2), clip);
        var run = await Cli.RunIn(Path.GetDirectoryName(clip)!, [.. _folder.Words("12:30.mp4")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static IEnumerable<int> Sequences(IEnumerable<JsonElement> lines) => lines.Select(line => int.Parse(line.GetProperty("sequence").GetString()!));

    private static JsonElement Summary(Cli.Outcome run) => RunFolder.Parse(run.Output)[^1];

    private static int Count(Cli.Outcome run, string label) =>
        Summary(run).GetProperty("objects_by_label").TryGetProperty(label, out var count) ? count.GetInt32() : 0;
}
