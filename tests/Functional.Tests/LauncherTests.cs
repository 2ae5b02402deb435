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

    [Theory]
    [InlineData("run", "docs/help/run.txt")]
    [InlineData("serve", "docs/help/serve.txt")]
    [InlineData("models pull", "docs/help/models-pull.txt")]
    [InlineData("scene export DIR", "docs/help/scene-export.txt")]
    public async Task Help_of_every_verb_needs_neither_the_SDK_nor_a_build(string words, string page)
    {
        var run = await Launch("dotnet", [.. words.Split(' '), "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, page), TestContext.Current.CancellationToken), run.Output);
    }

    [Fact]
    public async Task The_version_needs_neither_the_SDK_nor_a_build()
    {
        var run = await Launch("dotnet", "--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^stream \d+\.\d+\.\d+(\+[0-9a-f]{12})?\n$", run.Output);
    }

    [Fact]
    public async Task A_first_start_tells_each_step_with_its_time_and_size_and_where_its_log_is()
    {
        Tool("dpkg-query", "exit 1");
        Tool("apt-get", "exit 0");
        Tool("sudo", "exit 0");
        Tool("dotnet", "exit 1");
        // In a checkout that was never built, so that it builds.
        var checkout = Directory.CreateDirectory(_folder.File("checkout")).FullName;
        File.Copy(Path.Combine(Checkout.Root, "stream"), Path.Combine(checkout, "stream"));
        string[] sources = ["src", "proto", "examples", "models/addresses.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json"];
        Assert.All(sources, name => Directory.CreateDirectory(Path.Combine(checkout, name)));
        var run = await LaunchIn(checkout, "", "run", "clip.mp4");
        Assert.Equal(1, run.ExitCode);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal($"Installing ffmpeg libsrtp2-1 ... (log: {checkout}/artifacts/apt.log)", lines[0]);
        Assert.Matches(@"^Installing ffmpeg libsrtp2-1: \d+ s, -?\d+ MB$", lines[1]);
        Assert.Contains($"Fetching what Cli needs from NuGet ... (log: {checkout}/artifacts/restore.log)", lines);
        Assert.Equal($"stream: the build failed; the whole log is {checkout}/artifacts/restore.log", lines[^1]);
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
    private Task<Cli.Outcome> Launch(string without, params string[] arguments) => LaunchIn(Checkout.Root, without, arguments);

    private async Task<Cli.Outcome> LaunchIn(string checkout, string without, params string[] arguments)
    {
        foreach (var tool in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.GetFiles))
        {
            var name = Path.GetFileName(tool);
            if (name != without && !File.Exists(_folder.File(name)))
                File.CreateSymbolicLink(_folder.File(name), tool);
        }

        using var process = Process.Start(new ProcessStartInfo("/bin/bash", [Path.Combine(checkout, "stream"), .. arguments])
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
