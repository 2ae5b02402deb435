using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Streams outlive the server: what was asked for is there again after a restart, however the server ended.</summary>
[SupportedOSPlatform("linux")]
public sealed class StreamKeepTests : IDisposable
{
    private const string People = "test://people?count=1&size=160x120&fps=5";

    private readonly TemporaryFolder _data = new();

    private string Kept => _data.File("streams.jsonl");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Streams_are_back_after_a_restart_in_their_order_and_as_they_were_changed()
    {
        await using (var server = await Start())
        {
            await server.Create(new { id = "z", url = People, conf = 0.5, classes = new[] { "thing1" } });
            await server.Create(new { id = "gone", url = People });
            await server.Create(new { id = "stage", url = "whip:" });
            await server.Create(new { id = "a", url = "rtsp://admin:s3cret@127.0.0.1:1/live", rtspTransport = "udp" });
            await server.Create(new { id = "over", url = server.Put(ServeMedia.Clip(10)), realtime = false });
            await server.StreamIs("over", "ended");
            using var removed = await server.Http.DeleteAsync("/v1/streams/gone", Cancel);
            using var changed = await server.Http.PatchAsJsonAsync("/v1/streams/z", new { conf = 0.75 }, Cancel);
            await Eventually.Be(() => !File.ReadAllText(Kept).Contains("over", StringComparison.Ordinal), "what was played to its end is not kept");
            // The password is in it.
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept));
        }

        await using var again = await Start();
        var streams = await Listed(again);
        Assert.Equal(["z", "stage", "a"], streams.Select(stream => stream.Text("id")));
        Assert.Equal((0.75, "thing1"), (streams[0]["options"]!["conf"]!.GetValue<double>(), streams[0]["options"]!["classes"]![0]!.GetValue<string>()));
        Assert.Equal(("udp", "rtsp://***@127.0.0.1:1/live"), (streams[2].Text("options", "rtspTransport"), streams[2].Text("url")));
        Assert.Contains("s3cret", await File.ReadAllTextAsync(Kept, Cancel), StringComparison.Ordinal);
        await again.StreamIs("z", "live");
    }

    [Fact]
    public async Task Streams_are_back_after_kill_9()
    {
        await using (var server = await TinyServer.Listening($"Server:DataDirectory={_data.Path}"))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.Http.PostAsJsonAsync("/v1/streams", new { id = $"s{i}", url = "rtsp://127.0.0.1:1/live" }, Cancel)));
            server.Signal("KILL");
            await server.Exit();
        }

        await using var again = await Start();
        Assert.Equal(20, (await Listed(again)).Count);
    }

    [Fact]
    public async Task A_line_that_makes_no_sense_is_told_costs_no_other_and_stays()
    {
        string[] lines =
        [
            $$"""{"id":"first","url":"{{People}}"}""", """{"id":"torn","url":"rtsp://admin:s3cr""", $$"""{"id":"future","url":"{{People}}","colour":"red"}""", "\u0000\u0001 rubbish",
            """{"id":"bad","url":"x","conf":7}""", """{"id":"away","url":"/nowhere/a.mp4"}""", $$"""{"id":"lost","url":"{{People}}","model":"none"}""", $$"""{"id":"last","url":"{{People}}"}""",
        ];
        await File.WriteAllLinesAsync(Kept, lines, Cancel);
        await using var server = await Start();
        Assert.Equal(["first", "last"], (await Listed(server)).Select(stream => stream.Text("id")));
        Assert.Equal(6, server.Log.Lines.Count(line => line.Contains("is not back", StringComparison.Ordinal)));
        Assert.Contains(server.Log.Lines, line => line.Contains("colour: not understood", StringComparison.Ordinal));
        Assert.Contains(server.Log.Lines, line => line.Contains("Stream away of", StringComparison.Ordinal) && line.Contains("url: the file is outside Ingest:FileRoots", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("s3cr", StringComparison.Ordinal));
        await server.Create(new { id = "new", url = People });
        Assert.Superset(lines[1..7].ToHashSet(), (await File.ReadAllLinesAsync(Kept, Cancel)).ToHashSet());
    }

    [Fact]
    public async Task An_operator_may_turn_it_off()
    {
        await using (var server = await Start(("Ingest:KeepStreams", "false")))
            await server.Create(new { id = "gate", url = People });
        Assert.False(File.Exists(Kept));
        await File.WriteAllTextAsync(Kept, $$"""{"id":"gate","url":"{{People}}"}""", Cancel);
        await using var again = await Start(("Ingest:KeepStreams", "false"));
        Assert.Empty(await Listed(again));
    }

    private Task<ServerFixture> Start(params IEnumerable<(string, string)> settings) => ServerFixture.Start([("Server:DataDirectory", _data.Path), .. settings]);

    private static async Task<List<JsonNode>> Listed(ServerFixture server) =>
        [.. (await server.Http.GetFromJsonAsync<JsonNode>("/v1/streams", Cancel))!["streams"]!.AsArray().Select(stream => stream!)];
}
