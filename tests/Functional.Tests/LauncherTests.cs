using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit;

namespace Functional.Tests;

/// <summary>The launcher on machines that lack something. Nothing is installed and nothing is built here.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_arguments_it_tells_every_verb()
    {
        var run = await Launch("");
        Assert.Equal(0, run.ExitCode);
        Assert.All(["demo", "run", "serve", "models", "scene", "test", "bench"], verb => Assert.Contains($"./stream {verb}", run.Output));
    }

    [Fact]
    public async Task A_verb_that_there_is_not_is_named()
    {
        var run = await Launch("", "fly");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("stream: no verb is called 'fly'.", run.Error);
    }

    [Theory, InlineData("srve", "serve"), InlineData("serev", "serve"), InlineData("rn", "run"), InlineData("stream", "streams"), InlineData("tset", "test"), InlineData("docter", "doctor")]
    public async Task A_verb_that_is_misspelt_is_told_what_was_meant_before_anything_is_built(string word, string verb)
    {
        var run = await Launch("dotnet", word);
        Assert.Equal((1, "", $"stream: no verb is called '{word}'; did you mean '{verb}'?\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("bench")]
    public async Task Verbs_of_the_launcher_itself_have_help(string verb)
    {
        var run = await Launch("", verb, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"./stream {verb}", run.Output);
    }

    [Fact]
    public async Task Without_the_SDK_it_says_so_in_one_line()
    {
        var run = await Launch("dotnet", "run", "clip.mp4");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("stream: dotnet is missing. Install the .NET 10 SDK: https://dotnet.microsoft.com/download\n", run.Error);
    }

    [Fact]
    public async Task A_refused_install_names_the_command_to_run()
    {
        // A machine on which no package is installed, and apt refuses.
        Tool("dpkg-query", "exit 1");
        Tool("apt-get", "exit 100");
        Tool("sudo", "exit 1");
        var run = await Launch("", "run", "clip.mp4");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("stream: could not install ffmpeg libsrtp2-1. Run: sudo apt-get install ffmpeg libsrtp2-1", run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Tests_without_Node_say_what_will_skip_and_go_on()
    {
        Tool("dpkg-query", "echo installed");
        Tool("dotnet", "exit 1");
        var run = await Launch("node", "test", "no project is called so");
        Assert.StartsWith("Node.js or npm is missing, so the tests with @grpc/grpc-js, a gRPC client of other people, will skip.", run.Error);
        // As far as that SDK goes, or to the end where everything is built.
        Assert.True(run.Error.Contains("stream: the build failed", StringComparison.Ordinal) || run.Output.Contains("0 passed", StringComparison.Ordinal), run.Error + run.Output);
    }

    private void Tool(string name, string script)
    {
        var path = _folder.File(name);
        File.Delete(path);
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs it with a PATH of its own: every tool of this machine but <paramref name="without"/>, and those made by <see cref="Tool"/>.</summary>
    private async Task<Cli.Outcome> Launch(string without, params string[] arguments)
    {
        foreach (var tool in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.GetFiles))
        {
            var name = Path.GetFileName(tool);
            if (name != without && !File.Exists(_folder.File(name)))
                File.CreateSymbolicLink(_folder.File(name), tool);
        }

        using var process = Process.Start(new ProcessStartInfo("/bin/bash", [Path.Combine(Checkout.Root, "stream"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = _folder.Path },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, error);
    }
}
