using System.Diagnostics;
using Scene;

namespace Load.LiveLoad;

/// <summary>A server in a process of its own, many live streams, a viewer of each; measured alone, with stuck readers, and while other sources flap.</summary>
internal sealed class LoadBench(LoadOptions options)
{
    // Server, viewers and encoder run for the first time; that is no part of a steady state.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    // A WebSocket that answers no ping is thrown out after half a minute.
    private static readonly TimeSpan StuckReadersLast = TimeSpan.FromSeconds(20);

    private readonly IReadOnlyList<string> _ids = [.. Enumerable.Range(1, options.Streams).Select(number => $"camera-{number}")];
    private readonly List<(string Name, Stretch Stretch)> _parts = [];

    private TimeSpan Short => TimeSpan.FromSeconds(options.Seconds / 3.0);

    public async Task<LoadReport> Run(CancellationToken stop)
    {
        var machine = Machine.Read();
        var folder = Directory.CreateTempSubdirectory("stream-bench-load-").FullName;
        try
        {
            await using var server = new LoadedServer(await BenchServer.Start(Settings(folder), stop));
            await using var sources = LoadSources.Of(options, folder);
            await sources.Start(server, _ids, stop);
            var tallies = _ids.ToDictionary(id => id, _ => new StreamTally());
            await using var byGrpc = new Viewers(server.Grpc, _ids.Where((_, index) => index % 2 == 0), result => tallies[result.StreamId].Add(result));
            await using var bySocket = new SocketViewers(server.Http, _ids.Where((_, index) => index % 2 == 1), result => tallies[result.StreamId].Add(result));
            await using var sampler = new ServerSampler(server);
            return await Measure(machine, server, sampler, tallies, folder, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<LoadReport> Measure(
        Machine machine, LoadedServer server, ServerSampler sampler, IReadOnlyDictionary<string, StreamTally> tallies, string folder, CancellationToken stop)
    {
        var accounts = new LoadAccounts(server, tallies);
        // A client that pushes watches too.
        await accounts.Begin(watchers: options.Kind == LoadKind.Grpc ? 2 : 1, stop);
        await Task.Delay(WarmUp, stop);
        await Part("alone", () => Task.Delay(Short, stop));
        var lostBefore = await LostResults(server);
        await Part("stuck readers", () => WithStuckReaders(server, stop));
        var lost = await LostResults(server) - lostBefore;
        await Part("alone", () => Task.Delay(Short, stop));
        var flaps = await WithFlappingSources(server, folder, stop);
        await Part("alone", () => Task.Delay(Short, stop));
        var faults = await accounts.End(stop);
        await sampler.Stop();
        return new LoadFindings(_parts, tallies.ToDictionary(tally => tally.Key, tally => new ResultAges(tally.Value.Seen)), sampler, faults, lost, flaps).Report(machine, options);
    }

    private async Task Part(string name, Func<Task> run)
    {
        var started = Stopwatch.GetTimestamp();
        await run();
        _parts.Add((name, new(started, Stopwatch.GetTimestamp())));
    }

    private async Task WithStuckReaders(LoadedServer server, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (TimeSpan.FromSeconds(options.Seconds) - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            using var stuck = await StuckReaders.Open(server, _ids[0], stop);
            await Task.Delay(left < StuckReadersLast ? left : StuckReadersLast, stop);
        }
    }

    /// <returns>Flaps.</returns>
    private async Task<int> WithFlappingSources(LoadedServer server, string folder, CancellationToken stop)
    {
        var video = LoadClip.Units(new SceneOptions { Width = 160, Height = 120, Count = 1 }, frames: LoadClip.FramesPerSecond / 2, bFrames: 0);
        await using var camera = new DyingCamera(video);
        await using var flapping = new FlappingSources(server, camera, Path.Combine(folder, "missing.mp4"));
        await flapping.Start(options.Flapping);
        await Part("flapping", () => Task.Delay(Short, stop));
        return flapping.Created + camera.Connects;
    }

    private async Task<long> LostResults(LoadedServer server) => (await server.List()).First(stream => stream.Id == _ids[0]).ResultsDropped;

    private IEnumerable<string> Settings(string folder) =>
    [
        $"Server:DataDirectory={folder}", $"Ingest:FileRoots={folder},{Path.GetDirectoryName(Path.GetFullPath(options.File ?? folder))}", $"Ingest:MaxStreams={options.Streams + options.Flapping}",
        .. options.Model is null ? [] : new[] { $"Server:DefaultModel={options.Model}" }, .. options.Settings,
    ];
}
