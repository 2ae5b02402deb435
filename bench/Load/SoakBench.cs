using System.Diagnostics;
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

namespace Load;

/// <summary>One looped file through the server's own streams as fast as it goes, for a long time: does memory stay, do handles stay, is every frame accounted for?</summary>
internal sealed class SoakBench(ModelOptions model, InferenceOptions inference, IngestOptions ingest, TimeSpan interval)
{
    private readonly List<SoakSample> _samples = [];

    /// <param name="clip">A video file.</param>
    /// <param name="frames">Results after which it ends.</param>
    /// <exception cref="UserException">The clip cannot be played, or is over too soon.</exception>
    public async Task<SoakReport> Run(string clip, long frames, CancellationToken stop)
    {
        using var models = new ModelRegistry(model, inference, TimeProvider.System, NullLogger<ModelRegistry>.Instance);
        // Loading is no part of a steady state.
        using var lease = models.Lease(name: null);
        var engine = lease.Engine;
        using var logs = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        var delivery = new ResultDelivery(new DeliveryOptions(), "", [], TimeProvider.System, logs.CreateLogger<ResultDelivery>());
        var registry = new StreamRegistry(new(ingest, new(), models, delivery, new(), TimeProvider.System, logs));
        var address = SourceAddress.Parse(clip, ingest);
        registry.TryCreate(new StreamOptions { Id = "soak", Url = clip, Loop = true, Realtime = false }, address, out var stream);

        var started = Stopwatch.GetTimestamp();
        var received = ReadAll(stream, frames);
        await Sample(stream, received, started, stop);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await registry.RemoveAsync("soak");
        if (stream.Status.LastError is { } error)
            throw new UserException(error);
        if (_samples.Count < 6)
            throw new UserException("too short to say anything: ask for more --frames");
        return SoakReport.Of(engine, clip, elapsed, _samples, stream, await received);
    }

    /// <summary>A viewer that makes every result text, and stops the stream after so many frames.</summary>
    /// <returns>Results read.</returns>
    private static async Task<long> ReadAll(VideoStream stream, long frames)
    {
        var viewer = stream.Hub.Subscribe()!;
        var read = 0L;
        await foreach (var result in viewer.Reader.ReadAllAsync())
        {
            read++;
            _ = result.Json;
            if (result.Message.Sequence + 1 >= frames)
                stream.Stop();
        }

        return read;
    }

    private async Task Sample(VideoStream stream, Task ended, long started, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        while (!ended.IsCompleted)
        {
            await timer.WaitForNextTickAsync(stop);
            if (!ended.IsCompleted)
                _samples.Add(SoakSample.Take(Stopwatch.GetElapsedTime(started), stream.Totals));
        }
    }
}
