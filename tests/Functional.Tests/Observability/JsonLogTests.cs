using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Functional.Tests.Observability;

public sealed class JsonLogTests
{
    [Fact]
    public async Task Everything_that_a_server_prints_is_one_object_a_line()
    {
        await using var server = await TinyServer.Start("Logging:Format=json", "Ingest:ReconnectMinMilliseconds=100");
        using var lost = new StringContent("""{"id":"door","url":"rtsp://user:hunter2@127.0.0.1:9/1?token=hunter2"}""", null, "application/json");
        using var created = await server.Http.PostAsync("/v1/streams", lost, TestContext.Current.CancellationToken);
        Assert.True(created.IsSuccessStatusCode, server.Output);
        await Eventually.Be(() => server.Output.Contains("StreamLost", StringComparison.Ordinal) && server.Output.Contains("StreamLive", StringComparison.Ordinal), "one stream is lost, one live");
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());

        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.All(lines, line =>
        {
            Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"), line.Text("time"));
            Assert.Contains(line.Text("level"), (string[])["info", "warning"]);
            Assert.NotEmpty(line.Text("message"));
        });
        Assert.Equal("gate", lines.First(line => line.Text("name") == "StreamLive").Text("fields", "stream"));
        Assert.Equal("door", lines.First(line => line.Text("name") == "StreamLost").Text("fields", "stream"));
        Assert.Contains(lines, line => line.Text("name") == "Draining");
        Assert.DoesNotContain("hunter2", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_there_is_not_stops_the_start()
    {
        var outcome = await Cli.Run("serve", "--log", "xml");
        Assert.Equal((1, "stream: Logging:Format=xml: expected one of Console, Json\n"), (outcome.ExitCode, outcome.Error));
    }
}
