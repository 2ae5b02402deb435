using Inference.Tests;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Grpc;

public sealed class AbuseTests
{
    [Fact]
    public async Task Rubbish_slow_clients_and_a_thousand_opened_and_closed_leave_the_server_as_it_was()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        using var bench = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Load.dll"), "abuse", "--model", folder.File("tiny.onnx"),
            "--malformed", "100", "--slow", "10", "--cycles", "1000", "--json", folder.File("abuse.json"),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (bench.ExitCode, await errors));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("abuse.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal((100, 1000), (report["malformed"]!.GetValue<int>(), report["cycles"]!.GetValue<int>()));
        Assert.Equal((1, 0), (report["after"]!["streams"]!.GetValue<int>(), report.Number("after", "subscribers")));
    }
}
