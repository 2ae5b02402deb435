using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>Inputs that are partly good are used as far as they go, and what was wrong is counted and told.</summary>
public sealed class RunDamageTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clip_that_is_damaged_in_the_middle_is_used_as_far_as_it_decodes()
    {
        var bytes = File.ReadAllBytes(_folder.Clip(frames: 60));
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length * 45 / 100, bytes.Length / 10));

        var (frames, error) = await Damaged(_folder.Write("damaged.mp4", bytes));

        Assert.InRange(frames, 20, 59);
        Assert.Contains("could not be decoded", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clip.mp4")]
    [InlineData("clip.mkv")]
    public async Task A_clip_that_ends_too_early_is_used_to_where_it_ends(string name)
    {
        var bytes = File.ReadAllBytes(_folder.Clip(name));

        var (frames, error) = await Damaged(_folder.Write(name, bytes.AsSpan(0, bytes.Length * 6 / 10)));

        Assert.InRange(frames, 5, 19);
        Assert.Contains("it ends too early", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_cut_off_gives_what_is_there()
    {
        var bytes = File.ReadAllBytes(_folder.Make("picture.jpg", "-f", "lavfi", "-i", "testsrc2=s=160x120", "-frames:v", "1"));
        var (frames, error) = await Damaged(_folder.Write("cut.jpg", bytes.AsSpan(0, bytes.Length / 2)));
        Assert.Equal((1, $"stream: {_folder.File("cut.jpg")}: damaged: the picture is cut off; the part that is there was used\n"), (frames, error));
    }

    private async Task<(int Frames, string Error)> Damaged(string input)
    {
        var run = await _folder.Run(input, "--json", "-");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith($"stream: {input}: damaged: ", run.Error, StringComparison.Ordinal);
        var told = run.Error.Split('\n', 2);
        JsonElement[] lines = RunFolder.Parse(run.Output);
        var summary = Assert.Single(RunFolder.Parse(told[1]));
        Assert.InRange(summary.GetProperty("damaged").GetInt32(), 1, 60);
        Assert.Equal(lines.Length, summary.GetProperty("frames").GetInt32());
        return (lines.Length, told[0] + "\n");
    }
}
