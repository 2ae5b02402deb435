using System.Diagnostics;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>The examples are run as their first lines say.</summary>
public sealed class ExampleTests
{
    // Debian's own Python: its grpcio is built for no other.
    private const string Python = "/usr/bin/python3";

    private static string Examples => Path.Combine(Checkout.Root, "examples");

    [Fact]
    public async Task Python_sends_a_video_and_reads_the_result_of_every_frame()
    {
        if (!File.Exists("/usr/bin/protoc") || (await Run(Python, "-c", "import grpc, google.protobuf")).ExitCode != 0)
            Assert.Skip("python3-grpcio, python3-protobuf or protobuf-compiler is not installed");
        using var folder = new TemporaryFolder();
        var protos = Path.Combine(Checkout.Root, "proto");
        string[] files = [.. Directory.GetFiles(Path.Combine(protos, "stream", "v1"), "*.proto")];
        var compiled = await Run("/usr/bin/protoc", ["-I", protos, $"--python_out={folder.Path}", .. files]);
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        File.Copy(Path.Combine(Examples, "python", "stream_video.py"), folder.File("stream_video.py"));

        await using var server = await ServerFixture.Start();
        var run = await Run(Python, folder.File("stream_video.py"), ServeMedia.Clip(40), "--server", server.Grpc.Authority);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("frame 39: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("40 of 40 frames inferred", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JavaScript_starts_a_stream_and_watches_it()
    {
        if (!Directory.Exists(Path.Combine(Checkout.Root, "node_modules", "@grpc", "proto-loader")))
            Assert.Skip("@grpc/grpc-js is not installed: npm ci");
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))))
            Assert.Skip("node is not installed: sudo apt-get install nodejs");
        await using var server = await ServerFixture.Start();
        var run = await Run("node", Path.Combine(Examples, "javascript", "watch.mjs"), server.Grpc.Authority, "5");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(5, run.Output.Split('\n').Count(line => line.StartsWith("frame ", StringComparison.Ordinal)));
        Assert.Contains("[]", await server.Http.GetStringAsync("/v1/streams", TestContext.Current.CancellationToken), StringComparison.Ordinal);
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
