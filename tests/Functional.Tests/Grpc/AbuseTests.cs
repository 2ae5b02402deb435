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
        var report = await LoadRun.Of("abuse", "--model", folder.File("tiny.onnx"), "--malformed", "100", "--slow", "10", "--cycles", "1000");
        Assert.Equal((100, 1000), (report["malformed"]!.GetValue<int>(), report["cycles"]!.GetValue<int>()));
        Assert.Equal((1, 0), (report["after"]!["streams"]!.GetValue<int>(), report.Number("after", "subscribers")));
    }
}
