using System.Diagnostics;
using System.Text.Json.Nodes;
using Functional.Tests.Delivery;
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

    [Fact]
    public async Task The_C_sharp_example_reads_results_out_of_Kafka()
    {
        using var kafka = Peers.Kafka();
        await using var server = await ServerFixture.Start(("Kafka:Brokers", kafka.Brokers));
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), realtime = false });
        using var tail = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KafkaTail.dll"), kafka.Brokers, "25"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = tail.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await tail.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tail.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tail.ExitCode == 0, output + await errors);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 25).Select(sequence => $"gate frame {sequence}"), lines.Select(line => line.Split(':')[0]));
        Assert.All(lines, line => Assert.Matches("^gate frame [0-9]+: (nothing|[^,]+ 0[.][0-9]{2}(, [^,]+ 0[.][0-9]{2})*)$", line));
    }
}
