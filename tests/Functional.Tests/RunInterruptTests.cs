using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

public sealed class RunInterruptTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_keeps_what_was_found_until_then(string signal)
    {
        var cancel = TestContext.Current.CancellationToken;
        // Slow enough to be met in the middle: letterboxed to 64 times the model's area, again and again.
        var clip = _folder.Clip(frames: 2000);
        using var run = StartInterruptible(clip, "--size", "2048", "--json", _folder.File("out.jsonl"));
        var output = run.StandardOutput.ReadToEndAsync(cancel);
        var error = run.StandardError.ReadToEndAsync(cancel);
        await WaitForResults(run);

        var asked = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", [$"-{signal}", $"{run.Id}"]))
            await kill.WaitForExitAsync(cancel);
        await run.WaitForExitAsync(cancel);

        // Meant to be 2 s; a loaded machine may take three times as long.
        Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 0, 6);
        Assert.Equal((130, ""), (run.ExitCode, await error));
        var summary = Assert.Single(RunFolder.Parse(await output));
        Assert.True(summary.GetProperty("interrupted").GetBoolean());
        var lines = RunFolder.Parse(await File.ReadAllTextAsync(_folder.File("out.jsonl"), cancel));
        Assert.Equal(summary.GetProperty("frames").GetInt32(), lines.Length);
        Assert.InRange(lines.Length, 1, 1999);
        Assert.Equal(["clip.mp4", "out.jsonl", "tiny.onnx"], _folder.Names);
    }

    // A shell that puts the test run into the background makes it, and so its children, deaf to Ctrl-C.
    private Process StartInterruptible(string input, params string[] more) =>
        Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "stream.dll"), .. _folder.Words(input, more)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private async Task WaitForResults(Process run)
    {
        while (!_folder.Names.Any(name => name.EndsWith(".partial", StringComparison.Ordinal) && new FileInfo(_folder.File(name)).Length > 0))
        {
            Assert.False(run.HasExited, "the run ended before it was interrupted");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
