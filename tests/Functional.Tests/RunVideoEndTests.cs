using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>What is left of an annotated video when its run does not come to its end.</summary>
public sealed class RunVideoEndTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ctrl_C_leaves_a_whole_video_of_what_was_done()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var run = Start();
        var output = run.StandardOutput.ReadToEndAsync(cancel);
        await WaitForBytes(run, 20_000);
        using (var kill = Process.Start("kill", ["-INT", $"{run.Id}"]))
            await kill.WaitForExitAsync(cancel);
        await run.WaitForExitAsync(cancel);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(["clip.mp4", "out.mp4", "tiny.onnx"], _folder.Names);
        using var summary = JsonDocument.Parse(await output);
        Assert.Equal(summary.RootElement.GetProperty("frames").GetInt32(), RunVideoProbe.Times(_folder.File("out.mp4")).Length);
    }

    [Fact]
    public async Task Kill_9_leaves_a_partial_video_that_plays()
    {
        using var run = Start();
        await WaitForBytes(run, 20_000);
        run.Kill();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        var partial = Assert.Single(_folder.Names, name => name.StartsWith("out.mp4.", StringComparison.Ordinal) && name.EndsWith(".partial", StringComparison.Ordinal));
        Assert.InRange(RunVideoProbe.Times(_folder.File(partial)).Length, 20, 5000);
        Assert.False(File.Exists(_folder.File("out.mp4")));
    }

    private Process Start()
    {
        var clip = _folder.Clip(frames: 5000);
        // A shell that puts the test run into the background makes it, and so its children, deaf to Ctrl-C.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "stream.dll"),
            .. _folder.Words(clip, "--size", "1024", "--video", _folder.File("out.mp4"))])
        {
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Until the partial file holds its header and a few fragments.</summary>
    private async Task WaitForBytes(Process run, long bytes)
    {
        while (!_folder.Names.Any(name => name.EndsWith(".partial", StringComparison.Ordinal) && new FileInfo(_folder.File(name)).Length > bytes))
        {
            Assert.False(run.HasExited, "the run ended before it was stopped");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
