using Grpc.Net.Client;
using Wire.V1;

namespace Load.Outage;

/// <summary>A server that watches eight people, and is killed and started again where it was.</summary>
internal sealed class DurableServer(IReadOnlyList<string> settings, ResultTally viewed) : IAsyncDisposable
{
    /// <summary>Frames a second of a stream: 304 of eight.</summary>
    private const int FramesPerSecond = 38;

    // So seldom that there is none but the one that may be admitted at once.
    private const double Never = 0.001;

    private static readonly TimeSpan StandStill = TimeSpan.FromMilliseconds(500);

    private ServerProcess? _process;
    private string[] _ports = [];
    private GrpcChannel? _channel;
    private Viewers? _viewers;

    public static IReadOnlyList<string> Streams { get; } = [.. Enumerable.Range(1, 8).Select(number => $"camera-{number}")];

    private StreamAdmin.StreamAdminClient Admin => _channel!.Admin();

    /// <summary>On the ports and in the folder that it had before, with new streams of the same names; each has a result by then.</summary>
    public async Task Start(CancellationToken stop)
    {
        _process = await BenchServer.Start([.. settings, .. _ports], stop);
        _ports = [$"Server:HttpPort={_process.Address.Port}", $"Server:GrpcPort={_process.Grpc.Port}", $"Server:MetricsPort={_process.Metrics.Port}"];
        _channel = GrpcClients.Connect(_process.Grpc);
        foreach (var (stream, seed) in Streams.Select((stream, index) => (stream, index + 1)))
        {
            var url = $"test://people?count=1&seed={seed}&size=160x120&fps={FramesPerSecond}";
            await Admin.CreateStreamAsync(new() { Options = new() { Id = stream, Url = url } }, cancellationToken: stop);
        }

        _viewers = new(_process.Grpc, Streams, viewed.Add);
        while (await Count() is var counts && (counts.Count < Streams.Count || counts.Values.Any(results => results == 0)))
            await Task.Delay(StandStill, stop);
    }

    /// <summary>By signal 9.</summary>
    public async Task Kill()
    {
        await _process!.KillAsync();
        await Stop();
    }

    public Task<SinkLag> Lag(CancellationToken stop) => SinkLag.Read(_process!.Metrics, stop);

    /// <summary>Removes the streams, each when no result of it is to come.</summary>
    /// <returns>Frames with a result of each session, as the server counted them.</returns>
    public async Task<IReadOnlyDictionary<SessionKey, long>> EndStreams(CancellationToken stop)
    {
        foreach (var stream in Streams)
            await Admin.UpdateStreamAsync(new() { Id = stream, Options = new() { TargetFps = Never } }, cancellationToken: stop);
        var counts = await Count();
        while (true)
        {
            await Task.Delay(StandStill, stop);
            var again = await Count();
            if (again.All(session => counts.TryGetValue(session.Key, out var count) && count == session.Value))
                break;
            counts = again;
        }

        foreach (var stream in Streams)
            await Admin.DeleteStreamAsync(new() { Id = stream }, cancellationToken: stop);
        return counts;
    }

    /// <summary>Stops it as a host would.</summary>
    public async Task Stop()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        if (_viewers is { } viewers)
            await viewers.DisposeAsync();
        _channel?.Dispose();
        (_process, _viewers, _channel) = (null, null, null);
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task<Dictionary<SessionKey, long>> Count()
    {
        var streams = await Admin.ListStreamsAsync(new());
        return streams.Streams.Where(stream => stream.Session is not null).ToDictionary(stream => new SessionKey(stream.Id, stream.Session.Id), stream => stream.Session.Frames.Inferred);
    }
}
