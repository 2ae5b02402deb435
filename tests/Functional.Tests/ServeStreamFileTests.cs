using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>`./stream serve --streams FILE` and `./stream streams export`, as an operator meets them.</summary>
public sealed class ServeStreamFileTests : IDisposable
{
    private const string Scene = "test://people?count=1&size=64x64&fps=2";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Streams_of_a_file_are_there_from_the_start_follow_it_and_leave_others_alone()
    {
        var file = Write("cameras.yaml", $"streams:\n  - id: door\n    url: {Scene}\n    size: 96\n  - id: gate\n    url: {Scene}\n");
        await using var server = await ServerFixture.Start(("Streams:File", file));
        Assert.Equal("96", (await server.StreamIs("door", "live"))["options"]!.Text("size"));
        await server.Create(new { id = "client", url = Scene });

        Write("cameras.yaml", $"streams:\n  - id: door\n    url: {Scene}\n    conf: 0.9\n  - id: yard\n    url: {Scene}\n");
        await Eventually.Be(async () => (await Ids(server)).Contains("yard"), "the file is followed");
        await server.StreamIs("yard", "live");
        Assert.Equal(0.9f, (await server.Stream("door"))["options"]!["conf"]!.GetValue<float>());
        Assert.Equal(["client", "door", "yard"], await Ids(server));

        Write("cameras.yaml", $"streams:\n  - id: door\n    url: {Scene}\n    conf: 9\n");
        await Eventually.Be(() => server.Log.Lines.Any(line => line.Contains("line 4: conf: must be in 0..1", StringComparison.Ordinal)), "the fault is told");
        Assert.Equal(["client", "door", "yard"], await Ids(server));
        // What a client made is kept by the server, what the file has is kept by the file.
        Assert.DoesNotContain("yard", await File.ReadAllTextAsync(Path.Combine(server.Data, "streams.jsonl"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_file_stops_the_start_with_every_fault()
    {
        var file = Write("cameras.json", "{\n \"streams\": [\n  {\"id\": \"a\", \"url\": \"ftp://x\"},\n  {\"id\": \"b\", \"utl\": \"test://people\"}\n ]\n}");
        var run = await Cli.RunIn(_folder.Path, "serve", "--port", "0", "--data", "mine", "--streams", file, "--set", "Store:Kind=None");
        Assert.Equal((1, ""), (run.ExitCode, run.Output.Split('\n')[0].Contains("Listening", StringComparison.Ordinal) ? run.Output : ""));
        Assert.Contains($"stream: {file} has 1 fault:\n  line 4: utl: unknown; did you mean 'url'?", run.Error, StringComparison.Ordinal);
        var absent = await Cli.RunIn(_folder.Path, "serve", "--port", "0", "--streams", "none.yaml");
        Assert.Equal((1, "stream: the configuration has 1 fault:\n  Streams:File=none.yaml: no such file\n"), (absent.ExitCode, absent.Error));
    }

    [Theory, InlineData("yaml"), InlineData("json")]
    public async Task What_is_exported_is_a_file_that_another_server_starts_with(string format)
    {
        await using (var server = await ServerFixture.Start())
        {
            await server.Create(new { id = "door", url = Scene, classes = new[] { "thing0", "thing1" }, size = 96 });
            await server.Create(new { id = "camera", url = "rtsp://me:s3cret@127.0.0.1:9/1", targetFps = 2.5 });
            var kept = await Cli.Run("streams", "export", "--data", server.Data, "--format", format);
            Assert.True(kept.ExitCode == 0, kept.Error);
            Assert.Contains("s3cret", kept.Output, StringComparison.Ordinal);
            var asked = await Cli.Run("streams", "export", "--server", $"{server.Http.BaseAddress}", "--format", format);
            Assert.DoesNotContain("s3cret", asked.Output, StringComparison.Ordinal);
            Assert.Contains("${CAMERA_SECRET}@127.0.0.1:9/1", asked.Output, StringComparison.Ordinal);
            Assert.Contains("set CAMERA_SECRET", asked.Error, StringComparison.Ordinal);
            Write("exported", kept.Output);
        }

        await using var other = await ServerFixture.Start(("Streams:File", _folder.File("exported")));
        Assert.Equal(["camera", "door"], await Ids(other));
        var options = (await other.Stream("door"))["options"]!;
        Assert.Equal(("96", "thing1"), (options.Text("size"), options["classes"]![1]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_export_without_a_server_says_where_it_looked()
    {
        var run = await Cli.RunIn(_folder.Path, "streams", "export");
        Assert.Equal((1, "stream: data/streams.jsonl: no such file; name the server's data folder with --data DIR, or ask a running server with --server http://localhost:8000\n"), (run.ExitCode, run.Error));
        run = await Cli.Run("streams", "export", "--server", "http://127.0.0.1:9");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("stream: http://127.0.0.1:9/: Connection refused", run.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("size", "100", "size: must be a side or WIDTHxHEIGHT"), InlineData("model", "tny", "model: no model is called 'tny'; did you mean 'tiny'?"), InlineData("cnof", "1", "cnof: unknown member; did you mean 'conf'?")]
    public async Task A_client_is_told_what_it_may_have_meant(string option, string value, string told)
    {
        await using var server = await ServerFixture.Start();
        using var answer = await server.Post(new JsonObject { ["url"] = Scene, [option] = value });
        Assert.InRange(answer.StatusCode, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        Assert.Contains(told, (await answer.Json()).Text("detail"), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static async Task<IEnumerable<string>> Ids(ServerFixture server)
    {
        var list = JsonNode.Parse(await server.Http.GetStringAsync("/v1/streams", Cancel))!;
        return list["streams"]!.AsArray().Select(stream => stream!.Text("id")).Order(StringComparer.Ordinal);
    }
}
