using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>What examples/ shows works.</summary>
public sealed class ServeExampleTests
{
    [Fact]
    public async Task The_curl_example_streams_sees_and_cleans_up()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "/usr/bin/curl is not installed");
        await using var server = await TinyServer.Listening();
        using var script = Process.Start(new ProcessStartInfo("/bin/bash", [Path.Combine(Checkout.Root, "examples", "curl", "stream.sh"), server.Address.AbsoluteUri.TrimEnd('/')])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(script.ExitCode == 0, output + await errors);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToList();
        Assert.Equal("ready", lines[0]);
        Assert.Equal("connecting", JsonNode.Parse(lines[1])!.Text("state"));
        Assert.All(lines[2..5], line => Assert.Equal(640, JsonNode.Parse(line["data: ".Length..])!.Number("width")));
        Assert.Matches("^image/jpeg, [0-9]+ bytes, frame \"[0-9a-f]{32}/[0-9]+\"$", lines[5]);
        Assert.Equal(480, JsonNode.Parse(lines[6])!.Number("height"));
        JsonNode.Parse(lines[7])!["frames"]!.IsExact();
        Assert.Equal("""{"streams":[]}""", await server.Http.GetStringAsync("/v1/streams", TestContext.Current.CancellationToken));
    }
}
