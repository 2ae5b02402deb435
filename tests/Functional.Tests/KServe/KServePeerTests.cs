using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.KServe;

/// <summary>Other people's clients: Python's grpcio with stubs made of our .proto by protoc, curl, and the examples that use them.</summary>
public sealed class KServePeerTests : IDisposable
{
    // Debian's own Python: its grpcio is built for no other.
    private const string Python = "/usr/bin/python3";
    private const string Protoc = "/usr/bin/protoc";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Python_makes_every_call()
    {
        await using var server = await ServerFixture.Start(("Inference:MaxBatchSize", "4"), ("Cache:Kind", "None"));
        var tensor = KServeTensor.Noise(2);
        await File.WriteAllBytesAsync(_folder.File("input"), tensor.Bytes, TestContext.Current.CancellationToken);
        var told = JsonNode.Parse(await RunPython(Path.Combine("tests", "Functional.Tests", "Peers", "kserve_client.py"), server.Grpc.Authority, ServerFixture.Detect, _folder.File("input")))!;

        var output = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(_folder.File("input.out"), TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(tensor.RunAlone().Values, output, KServeAnswer.Near);
        Assert.Equal("""{"id":"one","model":"tiny","version":"1","shape":[2,84,84]}""", told["infer"]!.ToJsonString());
        Assert.True(told["ServerLive"]!["live"]!.GetValue<bool>() && told["ServerReady"]!["ready"]!.GetValue<bool>() && told["ModelReady"]!["ready"]!.GetValue<bool>());
        Assert.Equal("images", told["ModelMetadata"]!["inputs"]![0]!.Text("name"));
        Assert.Equal(8, told["ModelConfig"]!["config"]!["max_batch_size"]!.GetValue<int>());
        Assert.Equal("READY", told["RepositoryIndex"]!["models"]![0]!.Text("state"));
        Assert.StartsWith("NOT_FOUND: no model is called 'nobody'", told.Text("unknown"), StringComparison.Ordinal);
        Assert.StartsWith("INVALID_ARGUMENT: input 'images': has 98303 bytes", told.Text("short"), StringComparison.Ordinal);

        var stream = told["stream"]!;
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), stream["ids"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal(10, stream["errors"]!.AsArray().Count(error => error!.GetValue<string>().StartsWith("input 'images': has", StringComparison.Ordinal)));
        // Batches of other sizes may add in another order.
        Assert.InRange(stream["same"]!.GetValue<int>(), 1, 4);
        var stats = told["ModelStatistics"]!["model_stats"]![0]!;
        Assert.Equal(("62", "31"), (stats.Text("inference_count"), stats["inference_stats"]!["success"]!.Text("count")));
    }

    [Fact]
    public async Task The_Python_example_finds_the_best_object()
    {
        await using var server = await ServerFixture.Start();
        var told = await RunPython(Path.Combine("examples", "python", "infer.py"), Red(), "--model", ServerFixture.Detect, "--side", "64", "--server", server.Grpc.Authority);
        Assert.Matches(@"^tiny gave 84 x 84; class 0 best at 16,16, 20 x 20, score (0\.9\d|1\.00)\n$", told);
    }

    [Fact]
    public async Task The_shell_example_gets_the_raw_output()
    {
        await using var server = await ServerFixture.Start();
        var run = await Run("sh", Path.Combine(Checkout.Root, "examples", "shell", "infer.sh"), Red(), server.Http.BaseAddress!.Authority, ServerFixture.Detect, "64");
        Assert.True(run.ExitCode == 0, run.Output);
        var output = JsonNode.Parse(run.Output)!["outputs"]![0]!;
        Assert.Equal("[1,84,84]", output["shape"]!.ToJsonString());
        // Box 0's score is the mean of red.
        Assert.InRange(output["data"]![4 * 84]!.GetValue<double>(), 0.9, 1.01);

        var refused = await Run("sh", Path.Combine(Checkout.Root, "examples", "shell", "infer.sh"), Red(), server.Http.BaseAddress!.Authority, ServerFixture.Detect, "65");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("shape is [1, 3, 65, 65]", refused.Output, StringComparison.Ordinal);
    }

    private string Red()
    {
        File.WriteAllBytes(_folder.File("red.png"), ServeMedia.Picture("png"));
        return _folder.File("red.png");
    }

    /// <summary>Runs a script of the checkout beside stubs of the protocol.</summary>
    private async Task<string> RunPython(string script, params string[] arguments)
    {
        if (!File.Exists(Protoc) || !File.Exists(Python))
            Assert.Skip("protobuf-compiler or python3 is not installed");
        var protos = Path.Combine(Checkout.Root, "proto");
        var compiled = await Run(Protoc, "-I", protos, $"--python_out={_folder.Path}", Path.Combine(protos, "kserve", "grpc_predict_v2.proto"));
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        var copy = _folder.File(Path.GetFileName(script));
        File.Copy(Path.Combine(Checkout.Root, script), copy);
        if ((await Run(Python, "-c", "import grpc, google.protobuf")).ExitCode != 0)
            Assert.Skip("python3-grpcio or python3-protobuf is not installed");
        var run = await Run(Python, [copy, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }

    private static async Task<(int ExitCode, string Output)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
