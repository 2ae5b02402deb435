using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Server.Configuration;
using Server.Ingest;
using Server.Models;
using Server.Streams;

namespace Load;

/// <summary>One looped file through the server's own streams as fast as it goes, for a long time: does memory stay, do handles stay, is every frame accounted for?</summary>
internal sealed class SoakBench(ServerConfiguration configuration, TimeSpan interval)
{
    private readonly List<SoakSample> _samples = [];

    /// <param name="clip">A video file.</param>
    /// <param name="frames">Results after which it ends.</param>
    public async Task<SoakReport> Run(string clip, long frames, CancellationToken stop)
    {
        using var models = new ModelStore(configuration, TimeProvider.System);
        // Loading is no part of a steady state.
        var engine = models.Get(null);
        using var logs = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        var registry = new StreamRegistry(configuration, models, TimeProvider.System, logs);
        var address = SourceAddress.Parse(clip, configuration.Ingest);
        registry.TryCreate(new StreamOptions { Id = "soak", Url = clip, Loop = true, Realtime = false }, address, out var stream);

        var started = Stopwatch.GetTimestamp();
        var received = ReadAll(stream, frames);
        await Sample(stream, received, started, stop);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await registry.RemoveAsync("soak");
        return SoakReport.Of(engine, clip, elapsed, _samples, stream, await received);
    }

    /// <summary>A viewer; removes nothing, but stops the stream after so many frames.</summary>
    private static async Task<long> ReadAll(VideoStream stream, long frames)
    {
        var viewer = stream.Hub.Subscribe()!;
        var bytes = 0L;
        var read = 0L;
        await foreach (var result in viewer.Reader.ReadAllAsync())
        {
            read++;
            bytes += result.Json.Length;
            if (result.Message.Sequence + 1 >= frames)
                stream.Stop();
        }

        return bytes > 0 ? read : 0;
    }

    private async Task Sample(VideoStream stream, Task ended, long started, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        while (!ended.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync(stop).AsTask();
            if (await Task.WhenAny(tick, ended) == tick)
                _samples.Add(SoakSample.Take(await tick ? Stopwatch.GetElapsedTime(started) : default, stream.Totals));
        }
    }
}
