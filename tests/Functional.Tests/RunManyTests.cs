using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>Several inputs, and what is written of them.</summary>
[Trait("Ring", "quick")]
public sealed class RunManyTests : IDisposable
{
    private readonly RunFolder _folder = new();

    private string Pictures => Directory.CreateDirectory(_folder.File("pictures")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folders_patterns_and_files_are_run_in_order_and_one_that_cannot_be_read_stops_no_other()
    {
        Picture("b.png", "lime");
        Picture("a.jpg", "red");
        _folder.Write("pictures/c.jpg", "no picture"u8);
        _folder.Write("pictures/notes.txt", "nothing for a model"u8);
        var clip = _folder.Clip(frames: 3);

        var run = await Cli.Run([.. _folder.Words(Pictures, clip, _folder.File("*.onnx.*"), "--json", _folder.File("out.jsonl"), "--conf", "0.5")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                $"stream: {Pictures}/c.jpg: it is text (\"no picture\"): is the address or the file the right one?",
                $"stream: {_folder.File("*.onnx.*")}: matches no file",
            ],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var summaries = RunFolder.Parse(run.Output);
        Assert.Equal(
            [("a.jpg", 1), ("b.png", 1), ("clip.mp4", 3)],
            summaries[..^1].Select(summary => (Path.GetFileName(summary.GetProperty("input").GetString()!), summary.GetProperty("frames").GetInt32())));
        var total = summaries[^1];
        Assert.Equal((5, 2, 5), (total.GetProperty("inputs").GetInt32(), total.GetProperty("unreadable").GetInt32(), total.GetProperty("frames").GetInt32()));
        Assert.Equal(1, total.GetProperty("objects_by_label").GetProperty("thing1").GetInt32());
        var lines = RunFolder.Parse(await File.ReadAllTextAsync(_folder.File("out.jsonl"), TestContext.Current.CancellationToken));
        Assert.Equal(["a", "b", "clip", "clip", "clip"], lines.Select(line => line.GetProperty("streamId").GetString()));
        Assert.Equal(["0", "0", "0", "1", "2"], lines.Select(line => line.GetProperty("sequence").GetString()));
    }

    [Fact]
    public async Task Many_pictures_are_one_run_and_a_pattern_goes_into_folders()
    {
        var picture = _folder.Bytes(Path.GetFileName(Picture("seed.jpg", "red", "")));
        for (var i = 0; i < 300; i++)
        {
            Directory.CreateDirectory(_folder.File($"pictures/{i % 3}"));
            _folder.Write($"pictures/{i % 3}/{i:000}.jpg", picture);
        }

        var run = await Cli.RunIn(_folder.File("pictures"), [.. _folder.Words("**/*.jpg", "--coco", _folder.File("out.json"))]);
        Assert.True(run.ExitCode == 0, run.Error);
        var summaries = RunFolder.Parse(run.Output);
        Assert.Equal(301, summaries.Length);
        Assert.Equal(300, summaries[^1].GetProperty("objects_by_label").GetProperty("thing0").GetInt32());
        // Pictures that are called by numbers are those numbers, as COCO's are.
        var found = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("out.json"), TestContext.Current.CancellationToken)).RootElement.EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, 300).OrderBy(i => i % 3), found.Select(one => one.GetProperty("image_id").GetInt32()));
        Assert.All(found, one =>
        {
            Assert.Equal(1, one.GetProperty("category_id").GetInt32());
            var box = one.GetProperty("bbox").EnumerateArray().Select(side => side.GetDouble()).ToArray();
            // The model's box is 6..26 of 64 both ways; the picture is 2.5 times as large, with bars of 20 above and below.
            Assert.All(box.Zip([15.0, 0.0, 50.0, 45.0]), side => Assert.Equal(side.Second, side.First, 0.6));
        });
    }

    [Fact]
    public async Task A_table_has_a_row_for_each_object_with_its_keypoints()
    {
        using var folder = new RunFolder(TinyOnnx.Pose());
        var run = await folder.Run(folder.Clip("a, \"b\".mp4", source: "color=red:s=160x120:r=10", frames: 2), "--csv", folder.File("out.csv"));
        Assert.True(run.ExitCode == 0, run.Error);
        var rows = (await File.ReadAllTextAsync(folder.File("out.csv"), TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.StartsWith("input,frame,seconds,classId,label,score,xMin,yMin,xMax,yMax,keypoint0X,keypoint0Y,keypoint0Score,", rows[0], StringComparison.Ordinal);
        Assert.Equal((10 + 17 * 3, 4, ""), (rows[0].Split(',').Length, rows.Length, rows[3]));
        Assert.StartsWith($"\"{folder.File("a, \"\"b\"\".mp4")}\",1,0.1,0,person,", rows[2], StringComparison.Ordinal);
        var values = rows[2][(rows[2].IndexOf("person,", StringComparison.Ordinal) + "person,".Length)..].Split(',');
        Assert.All(values, value => Assert.True(double.TryParse(value, CultureInfo.InvariantCulture, out _), value));
        Assert.Equal(5 + 17 * 3, values.Length);
    }

    [Fact]
    public async Task Annotated_pictures_have_the_size_and_the_name_of_their_frames()
    {
        var odd = Picture("odd.png", "red", size: "161x121");
        var clip = _folder.Clip(frames: 5);
        var run = await Cli.Run([.. _folder.Words(odd, clip, "--image", _folder.File("drawn"), "--every", "2")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["clip-000000.jpg", "clip-000002.jpg", "clip-000004.jpg", "odd.jpg"], Directory.EnumerateFiles(_folder.File("drawn")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal("161,121", RunVideoProbe.Ask(_folder.File("drawn/odd.jpg"), "stream=width,height"));
        // Plain red has a few values; a box and its tag have many.
        Assert.InRange(RunVideoProbe.Pixels(_folder.File("drawn/odd.jpg"), 161, 121)[0].Distinct().Count(), 30, 256);
    }

    [Fact]
    public async Task Videos_of_several_inputs_are_files_of_a_folder()
    {
        var (one, other) = (_folder.Clip("one.mp4", frames: 3), _folder.Clip("two.mkv", frames: 4));
        var run = await Cli.Run([.. _folder.Words(one, other, "--video", _folder.File("drawn"))]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((3, 4), (RunVideoProbe.Times(_folder.File("drawn/one.mp4")).Length, RunVideoProbe.Times(_folder.File("drawn/two.mp4")).Length));
        var refused = await Cli.Run([.. _folder.Words(one, other, "--video", _folder.File("drawn.mp4"))]);
        Assert.Equal((1, $"stream: {_folder.File("drawn.mp4")}: is one file for 2 inputs; name a folder for --video\n"), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task Nothing_is_written_over_an_input_or_another_result()
    {
        var picture = Picture("a.jpg", "red");
        await Refused($"{Pictures}: a.jpg lies there; name another folder for the pictures, so that none is written over", picture, "--image", Pictures);
        await Refused($"{_folder.File("x")}: is named by both --json and --csv; name two files", picture, "--json", _folder.File("x"), "--csv", _folder.File("x"));
        await Refused("-: is named by both --json and --coco; name two files", picture, "--json", "-", "--coco", "-");
        await Refused($"{picture}: is the input; name another file for the results", picture, "--coco", picture);
    }

    [Theory]
    [InlineData("clp.mp4", "no such file; did you mean 'clip.mp4'?")]
    [InlineData("tiny.onnx", "is a model, and no video or picture; ./stream run INPUT --model tiny.onnx")]
    [InlineData("person-pose", "no such file; 'person-pose' is a model: ./stream run INPUT --model person-pose")]
    public async Task A_name_that_is_not_there_says_what_may_have_been_meant(string word, string told)
    {
        var folder = Path.GetDirectoryName(_folder.Clip(frames: 2))!;
        var run = await Cli.RunIn(folder, [.. _folder.Words(word)]);
        Assert.Equal((1, $"stream: {word}: {told}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task An_input_size_of_a_run_is_that_of_a_stream()
    {
        var picture = Picture("a.jpg", "red");
        var (usual, wide) = (await Width("64"), await Width("128x128"));
        Assert.Equal(usual / 2, wide, 1.0);

        async Task<double> Width(string size)
        {
            var run = await Cli.Run([.. _folder.Words(picture, "--size", size, "--json", "-")]);
            var box = RunFolder.Parse(run.Output)[0].GetProperty("objects")[0].GetProperty("box");
            return box.GetProperty("xMax").GetDouble() - box.GetProperty("xMin").GetDouble();
        }
    }

    private async Task Refused(string told, params string[] words)
    {
        var run = await Cli.Run([.. _folder.Words(words[0], words[1..])]);
        Assert.Equal((1, "", $"stream: {told}\n"), (run.ExitCode, run.Output, run.Error));
    }

    private string Picture(string name, string colour, string folder = "pictures", string size = "160x120")
    {
        Directory.CreateDirectory(Pictures);
        return _folder.Make(Path.Combine(folder, name), "-f", "lavfi", "-i", $"color={colour}:s={size},format=rgb24", "-frames:v", "1");
    }
}
