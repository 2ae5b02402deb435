using System.Diagnostics;
using FFmpeg.Native;
using Inference;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using Streaming;
using Streaming.Models;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Streaming.Streams;

namespace Load.Flapping;

/// <summary>The server's own streams, of cameras that are lost again and again, beside one that stays: does anything grow?</summary>
internal sealed class FlappingBench(ModelOptions model, IngestOptions ingest, int sources, int connects)
{
    private const string Steady = "steady";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Far longer than a busy machine needs: it must end by itself.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    private readonly List<FlappingSample> _samples = [];
    private int _renewed;

    /// <param name="media">What the cameras send.</param>
    /// <param name="clip">What the steady stream plays, as a loop.</param>
    /// <exception cref="UserException">It took far too long, or was over too soon.</exception>
    public async Task<FlappingReport> Run(FlappingMedia media, string clip, CancellationToken stop)
    {
        using var models = new ModelRegistry(model, new InferenceOptions(), TimeProvider.System, NullLogger<ModelRegistry>.Instance);
        using var logs = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Error));
        var delivery = new ResultDelivery(new DeliveryOptions(), "", [], TimeProvider.System, logs.CreateLogger<ResultDelivery>());
        var registry = new StreamRegistry(new(ingest, new(), models, delivery, new(), TimeProvider.System, logs));
        await using var cameras = new FlappingCameras(media);
        var steady = Create(registry, Steady, clip);
        await FirstResult(steady, stop);
        var before = NativeHandle.Live;

        for (var camera = 0; camera < sources; camera++)
            Create(registry, $"camera{camera}", cameras.Url(camera));
        // Half as much again before, until the heaps have their size.
        await Flap(registry, cameras, connects / 2, stop);
        _samples.Clear();
        _renewed = 0;
        var started = Stopwatch.GetTimestamp();
        var warm = cameras.Connections;
        await Flap(registry, cameras, warm + connects, stop);
        var elapsed = Stopwatch.GetElapsedTime(started);
        for (var camera = 0; camera < sources; camera++)
            await registry.RemoveAsync($"camera{camera}");
        if (_samples.Count < 6)
            throw new UserException("too short to say anything: ask for a larger --scale");
        return Report(cameras.Connections - warm, elapsed, steady, before);
    }

    /// <summary>Until the cameras were connected to as often as they shall; every beat one stream is removed and made again.</summary>
    private async Task Flap(StreamRegistry registry, FlappingCameras cameras, int until, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(Interval);
        while (cameras.Connections < until)
        {
            await beat.WaitForNextTickAsync(stop);
            if (Stopwatch.GetElapsedTime(started) > Longest)
                throw new UserException($"after {Longest.TotalMinutes} min only {cameras.Connections} of {until} connects");
            var camera = _renewed++ % sources;
            await registry.RemoveAsync($"camera{camera}");
            Create(registry, $"camera{camera}", cameras.Url(camera));
            _samples.Add(FlappingSample.Take(Stopwatch.GetElapsedTime(started), cameras.Connections, registry.All));
        }
    }

    private VideoStream Create(StreamRegistry registry, string id, string url)
    {
        var options = new StreamOptions { Id = id, Url = url, Loop = true };
        return registry.TryCreate(options, SourceAddress.Parse(url, ingest), out var stream) == CreateOutcome.Created
            ? stream
            : throw new UserException($"{id} could not be made");
    }

    private static async Task FirstResult(VideoStream stream, CancellationToken stop)
    {
        while (stream.Totals.Inferred == 0)
        {
            await Task.Delay(50, stop);
            if (stream.Status is { State: StreamState.Failed, LastError: var error })
                throw new UserException(error ?? "the steady stream failed");
        }
    }

    private FlappingReport Report(int connected, TimeSpan elapsed, VideoStream steady, int before) => new()
    {
        Machine = Machine.Read(),
        Sources = sources,
        Connects = connected,
        Renewed = _renewed,
        Seconds = Math.Round(elapsed.TotalSeconds, 1),
        ResidentKb = FlappingReport.Thirds.Of(_samples, sample => sample.ResidentKb),
        Handles = FlappingReport.Thirds.Of(_samples, sample => sample.Handles),
        Threads = FlappingReport.Thirds.Of(_samples, sample => sample.Threads),
        NativeObjects = FlappingReport.Thirds.Of(_samples, sample => sample.NativeObjects),
        NativeObjectsBefore = before,
        NativeObjectsAfter = NativeHandle.Live,
        ExactAccounting = _samples.All(sample => sample.Exact),
        SteadyFrames = steady.Totals.Received,
        SteadyResults = steady.Totals.Inferred,
        SteadyReconnects = steady.Status.Reconnects,
        Samples = [.. _samples.Select(sample => sample.ToString())],
    };
}
