using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using Streaming.Models;
using Streaming.Results;
using Streaming.Sources;
using Streaming.StreamFiles;
using Streaming.Streams;
using Streaming.Tests.Models;
using Xunit;

namespace Streaming.Tests.StreamFiles;

/// <summary>Streams that follow a file, on a real registry; a test looks instead of the clock.</summary>
public sealed class StreamFileServiceTests : IAsyncDisposable
{
    private const string Scene = "test://people?count=1&size=64x64&fps=1";

    private readonly ModelFolder _models = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ModelRegistry _engines;
    private readonly IngestOptions _ingest = new() { MaxStreams = 4 };
    private readonly StreamDefinitions _kept;
    private readonly StreamRegistry _registry;
    private readonly CollectingLogger<StreamFileService> _log = new();

    public StreamFileServiceTests()
    {
        _models.Put("tiny.onnx", ModelFolder.Named("red", "green", "blue"));
        _models.Put("other.onnx", ModelFolder.Named("cat", "dog", "cow"));
        _engines = _models.Registry("tiny");
        _kept = new StreamDefinitions(_folder.File("streams.jsonl"));
        var delivery = new ResultDelivery(new DeliveryOptions(), "", [], TimeProvider.System, NullLogger<ResultDelivery>.Instance);
        _registry = new StreamRegistry(new(_ingest, new() { MaxSubscribersPerStream = 10 }, _engines, delivery, new(), TimeProvider.System, NullLoggerFactory.Instance));
    }

    private string Cameras => _folder.File("cameras.yaml");

    private IEnumerable<string> Faults => _log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text);

    public async ValueTask DisposeAsync()
    {
        await _registry.DrainAsync();
        _engines.Dispose();
        _models.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_changed_file_adds_changes_and_removes_exactly_what_it_has_and_leaves_clients_streams_alone()
    {
        await _registry.PersistTo(_kept);
        _registry.TryCreate(new() { Id = "client", Url = Scene }, SourceAddress.Parse(Scene, _ingest), out var clients);
        using var service = await Start(Entry("a"), Entry("b"), Entry("c"));
        var (same, gone, changed) = (_registry.Find("a")!, _registry.Find("b")!, _registry.Find("c")!);

        await Write(service, Entry("a"), Entry("c", "targetFps: 3", "classes: [red]"), Entry("d"));
        Assert.Equal(["a", "c", "client", "d"], Ids());
        Assert.Same(same, _registry.Find("a"));
        Assert.Same(changed, _registry.Find("c"));
        Assert.True(gone.Finished.IsCompleted);
        Assert.Equal((3.0, "red"), (changed.Options.TargetFps, changed.Options.Classes!.Single()));
        // What is taken out of the file is what it was before it was there.
        await Write(service, Entry("a"), Entry("c"), Entry("d"));
        Assert.Equal((0.0, true), (changed.Options.TargetFps, changed.Options.Classes is null or []));

        // It cannot be changed while it runs.
        await Write(service, Entry("a", "model: other"), Entry("c"), Entry("d"));
        Assert.NotSame(same, _registry.Find("a"));
        Assert.Equal("other", _registry.Find("a")!.Options.Model);
        Assert.Same(clients, _registry.Find("client"));
        Assert.Empty(Faults);
        await _registry.Persisted;
        Assert.Equal(["client"], _kept.Read().Select(kept => kept.Options!.Id));
    }

    [Fact]
    public async Task A_faulty_edit_changes_nothing_and_says_so_once_and_the_next_sound_one_is_followed()
    {
        using var service = await Start(Entry("a"), Entry("b"));
        await Write(service, Entry("a", "targetFps: 3"), Entry("c", "conf: 7"), Entry("d", "url: ftp://x"));
        for (var i = 0; i < 5; i++)
            await service.Look();
        Assert.Equal(["a", "b"], Ids());
        Assert.Equal(0, _registry.Find("a")!.Options.TargetFps);
        var told = Assert.Single(Faults);
        Assert.Contains("line 7: conf: must be in 0..1", told, StringComparison.Ordinal);
        Assert.Contains("line 10: url: is in line 9 already", told, StringComparison.Ordinal);

        File.Delete(Cameras);
        await Look(service);
        Assert.Equal(2, Faults.Count());
        Assert.Contains("no such file", Faults.Last(), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Ids());
        await Write(service, Entry("a", "targetFps: 3"));
        Assert.Equal(["a"], Ids());
        Assert.Equal(3, _registry.Find("a")!.Options.TargetFps);
        Assert.Equal(2, Faults.Count());
    }

    [Fact]
    public async Task What_only_this_server_can_judge_is_a_fault_of_its_line_too()
    {
        _engines.Lease("tiny").Dispose();
        _registry.TryCreate(new() { Id = "client", Url = Scene }, SourceAddress.Parse(Scene, _ingest), out _);
        File.WriteAllText(Cameras, Text(Entry("client"), Entry("b", "model: tny"), Entry("c", "classes: [gren]"), "  - id: d\n    url: gopher://x", "  - id: e\n    url: clip.mp4"));
        var refused = await Assert.ThrowsAsync<UserException>(() => Service().StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                $"{Cameras} has 6 faults:",
                $"  line 2: id: a client made a stream 'client'; name this one otherwise, or remove that by DELETE /v1/streams/client, or its line from {_kept.Path}",
                "  line 6: model: no model is called 'tny'; did you mean 'tiny'?",
                "  line 9: classes: 'gren' is no class of tiny; did you mean 'green'?",
                "  line 10: 5 streams, and 1 of clients, are more than Ingest:MaxStreams=4 allows",
                "  line 11: url: protocol 'gopher' is not allowed; Ingest:Protocols allows http, https, rtsp, rtsps, rtmp, srt, test, whip",
                "  line 13: url: files of the server are not allowed; name the folders that are with Ingest:FileRoots",
            ],
            refused.Message.Split('\n').Select(line => line.Replace("line 12: 5", "line 10: 5", StringComparison.Ordinal)));
        Assert.Equal(["client"], Ids());
    }

    // Kubernetes exchanges ..data; an editor puts a new file in the place of the old one.
    [Fact]
    public async Task A_file_behind_links_that_are_exchanged_is_followed()
    {
        foreach (var (version, id) in new[] { ("1", "a"), ("2", "b") })
        {
            Directory.CreateDirectory(_folder.File(version));
            File.WriteAllText(_folder.File($"{version}/cameras.yaml"), Text(Entry(id)));
            File.SetLastWriteTimeUtc(_folder.File($"{version}/cameras.yaml"), DateTime.UnixEpoch);
        }

        Directory.CreateSymbolicLink(_folder.File("..data"), "1");
        File.CreateSymbolicLink(Cameras, "..data/cameras.yaml");
        using var service = Service();
        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a"], Ids());
        Directory.CreateSymbolicLink(_folder.File("..new"), "2");
        File.Delete(_folder.File("..data"));
        Directory.Move(_folder.File("..new"), _folder.File("..data"));
        await Look(service);
        Assert.Equal(["b"], Ids());
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_not_used()
    {
        using var service = await Start(Entry("a"), Entry("b"));
        File.WriteAllText(Cameras, Text(Entry("a")));
        await service.Look();
        Assert.Equal(["a", "b"], Ids());
        File.WriteAllText(Cameras, Text(Entry("a"), Entry("b"), Entry("c")));
        await service.Look();
        Assert.Equal(["a", "b"], Ids());
        await service.Look();
        Assert.Equal(["a", "b", "c"], Ids());
    }

    [Fact]
    public async Task A_secret_that_was_changed_is_used_and_a_stream_that_a_client_changed_or_removed_is_as_the_file_says_at_its_next_change()
    {
        File.WriteAllText(_folder.File("count"), "1\n");
        string[] entries = ["  - id: a\n    url: test://people?count=${file:count}&size=64x64&fps=1", Entry("b")];
        using var service = await Start(entries);
        File.WriteAllText(_folder.File("count"), "2\n");
        await Look(service);
        Assert.Contains("count=2", _registry.Find("a")!.RedactedUrl, StringComparison.Ordinal);

        _registry.Change(_registry.Find("a")!, new() { [StreamOption.Of("conf")] = 0.9f }, null);
        await _registry.RemoveAsync("b");
        await Look(service);
        Assert.Equal(["a"], Ids());
        await Write(service, [.. entries, Entry("c")]);
        Assert.Equal(["a", "b", "c"], Ids());
        Assert.Equal(0.25f, _registry.Find("a")!.Options.Conf);
    }

    private static string Entry(string id, params string[] options) => string.Join("\n    ", [$"  - id: {id}", $"url: {Scene}", .. options]);

    private static string Text(params string[] entries) => $"streams:\n{string.Join('\n', entries)}\n";

    private IEnumerable<string> Ids() => _registry.All.Select(stream => stream.Id).Order(StringComparer.Ordinal);

    private StreamFileService Service()
    {
        var check = new StreamFileCheck(_registry, _engines, _ingest, _kept);
        return new(new() { File = Cameras }, new(_registry, check, _ingest, _log), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), _log);
    }

    private async Task<StreamFileService> Start(params string[] entries)
    {
        await File.WriteAllTextAsync(Cameras, Text(entries), TestContext.Current.CancellationToken);
        var service = Service();
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    private async Task Write(StreamFileService service, params string[] entries)
    {
        // As vi does.
        await File.WriteAllTextAsync(Cameras + "~", Text(entries), TestContext.Current.CancellationToken);
        File.Move(Cameras + "~", Cameras, overwrite: true);
        await Look(service);
    }

    private static async Task Look(StreamFileService service)
    {
        await service.Look();
        await service.Look();
    }
}
