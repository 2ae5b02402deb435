using System.Text.Json;
using Xunit;

namespace Functional.Tests;

public sealed class ModelsListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelsListTests()
    {
        Install("boxes", 2, TinyOnnx.Detect(3) with { FixedSize = true, Width = 96 });
        Install("boxes", 10, TinyOnnx.Detect(5));
        Install("people", 1, TinyOnnx.Pose());
        TinyOnnx.Detect(80).Save(_folder.File("loose.onnx"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_are_listed_by_name_with_the_newest_version_first()
    {
        var listed = await Cli.Run("models", "list", "--models", _folder.Path);
        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        string[][] rows = [.. listed.Output.Split('\n').Where(line => line.Contains(".onnx", StringComparison.Ordinal)).Select(Words)];
        Assert.Equal(
            [["boxes", "10", "detect", "5"], ["boxes", "2", "detect", "3"], ["loose", "-", "detect", "80"], ["people", "1", "pose", "1"]],
            rows.Select(row => row[..4]));
        Assert.Equal("96x64", rows[1][4]);
        Assert.Equal(_folder.File("people/1/model.onnx"), rows[3][^1]);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_listed_with_the_reason()
    {
        Install("broken", 1, "no model");
        var listed = await Cli.Run("models", "list", "--models", _folder.Path);
        Assert.Equal(0, listed.ExitCode);
        Assert.Equal(["broken", "1", "unusable"], Words(listed.Output.Split('\n').First(line => line.Contains("broken", StringComparison.Ordinal)))[..3]);
        Assert.Contains($"broken 1: {_folder.File("broken/1/model.onnx")}: not an ONNX model", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_whole_hashes_labels_and_the_card()
    {
        var hash = new string('a', 64);
        Install("people", 1, $$"""{ "source": "https://models.example/people.onnx", "sha256": "{{hash}}", "licence": "MIT" }""", "model.json");
        var listed = await Cli.Run("models", "list", "--json", "--models", _folder.Path);
        using var json = JsonDocument.Parse(listed.Output);
        var people = json.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == "people");
        Assert.Equal("person", people.GetProperty("classes")[0].GetString());
        Assert.Equal((17, 64), (people.GetProperty("keypointCount").GetInt32(), people.GetProperty("inputWidth").GetInt32()));
        Assert.Equal(("https://models.example/people.onnx", "MIT"), (people.GetProperty("source").GetString(), people.GetProperty("licence").GetString()));
        // What is there, not what the card says.
        Assert.Equal(64, people.GetProperty("sha256").GetString()!.Length);
        Assert.NotEqual(hash, people.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Sound_models_verify_with_a_line_each()
    {
        var verified = await Cli.Run("models", "verify", "--models", _folder.Path);
        Assert.Equal(0, verified.ExitCode);
        var lines = verified.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_fails_for_changed_bytes_broken_files_and_broken_cards_and_goes_on()
    {
        Install("changed", 1, TinyOnnx.Pose());
        Install("changed", 1, $$"""{ "sha256": "{{new string('0', 64)}}" }""", "model.json");
        Install("broken", 1, "no model");
        Install("people", 1, "{ cut off", "model.json");
        var verified = await Cli.Run("models", "verify", "--models", _folder.Path);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("FAILED  broken 1: ", verified.Output, StringComparison.Ordinal);
        Assert.Contains($"but model.json says {new string('0', 64)}", verified.Output, StringComparison.Ordinal);
        Assert.Contains("model.json: not the JSON that it should be", verified.Output, StringComparison.Ordinal);
        Assert.Equal(3, verified.Output.Split("ok   ").Length - 1);
    }

    [Fact]
    public async Task Verifying_an_unknown_name_says_where_it_looked()
    {
        var verified = await Cli.Run("models", "verify", "nobody", "--models", _folder.Path);
        Assert.Equal((1, $"stream: no model is called 'nobody' in {_folder.Path}\n"), (verified.ExitCode, verified.Error));
    }

    [Fact]
    public async Task An_empty_folder_says_how_to_get_a_model()
    {
        var listed = await Cli.Run("models", "list", "--models", _folder.File("nothing"));
        Assert.Equal((0, ""), (listed.ExitCode, listed.Output));
        Assert.Contains("./stream models pull", listed.Error, StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private void Install(string name, int version, TinyOnnx model) => model.Save(Place(name, version, "model.onnx"));

    private void Install(string name, int version, string text, string file = "model.onnx") => File.WriteAllText(Place(name, version, file), text);

    private string Place(string name, int version, string file) =>
        Path.Combine(Directory.CreateDirectory(_folder.File($"{name}/{version}")).FullName, file);
}
