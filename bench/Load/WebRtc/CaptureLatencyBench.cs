using System.Globalization;
using Scene;
using Wire.V1;

namespace Load.WebRtc;

/// <summary>From a browser's camera to a result at a WebSocket client, all on this machine: one 640x480 stream at 30 frames/s, default model.</summary>
/// <remarks>
/// The browser writes when each picture was captured into its packets (abs-capture-time); the client compares that with the same machine's
/// clock when the result is there. The browser's word is checked: its page also publishes a canvas that shows when it was drawn, and pictures
/// of that, taken from the server with the identity of their frame, tell both how much later the browser says it was captured, and the
/// latency without the browser's word.
/// </remarks>
internal sealed class CaptureLatencyBench(string? model, TimeSpan window)
{
    private const string Clock = "clock";

    // Congestion control begins low: the pictures are full ones, and code is compiled, after some seconds.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8), Climb = TimeSpan.FromSeconds(20);

    private readonly List<CaptureLatencies> _rounds = [];
    private readonly List<double> _decode = [], _queue = [], _infer = [];
    private readonly List<double> _megabit = [];
    private readonly List<double> _bias = [], _drawn = [];

    public async Task<CaptureLatencyReport> Run(int rounds, CancellationToken stop)
    {
        var scene = SceneOptions.Parse("test://people?count=4&seed=1&size=640x480&fps=30");
        using var people = new SceneFile(scene, frames: 150);
        using var noisy = new SceneFile(scene, frames: 60, grain: 12);
        await using var server = await BenchServer.Start(model is null ? [] : [$"Server:DefaultModel={model}"], stop);
        for (var round = 0; round < rounds; round++)
        {
            _rounds.Add(await WatchCamera(server, people, $"camera-{round}", stop));
            await WatchClimb(server, noisy, $"climb-{round}", stop);
        }

        await WatchClock(server, people, stop);
        return Report();
    }

    /// <param name="stream">A new one: a browser that was killed is waited for, for a while.</param>
    private async Task<CaptureLatencies> WatchCamera(ServerProcess server, SceneFile people, string stream, CancellationToken stop)
    {
        await using var browser = await Browser.Start(people.Path);
        await browser.Open(Page(server, stream, "camera"));
        using var reader = await ResultReader.Open(server.Address, stream, stop);
        var latencies = new List<double>();
        var dropped = 0L;
        await foreach (var (result, arrival) in Results(reader, stop))
        {
            latencies.Add((arrival - result.CaptureTime.ToDateTimeOffset()).TotalMilliseconds);
            dropped += result.DroppedSinceLast;
            _decode.Add(result.Timing.DecodeUs / 1000.0);
            _queue.Add(result.Timing.QueueUs / 1000.0);
            _infer.Add((result.Timing.PreprocessUs + result.Timing.InferUs + result.Timing.PostprocessUs) / 1000.0);
        }

        return CaptureLatencies.Of(latencies, dropped);
    }

    /// <summary>With noise over the people, who alone are too easy to code to fill a megabit.</summary>
    private async Task WatchClimb(ServerProcess server, SceneFile noisy, string stream, CancellationToken stop)
    {
        await using var browser = await Browser.Start(noisy.Path);
        await browser.Open(Page(server, stream, "camera"));
        using var reader = await ResultReader.Open(server.Address, stream, stop);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(Climb);
        if (await reader.Next(stop) is { } first && await BitrateClimb.Measure(server.Address, first.Result.SessionId, timeout.Token) is { } seconds)
            _megabit.Add(seconds);
    }

    private async Task WatchClock(ServerProcess server, SceneFile people, CancellationToken stop)
    {
        await using var browser = await Browser.Start(people.Path);
        await browser.Open(Page(server, Clock, "clock"));
        using var reader = await ResultReader.Open(server.Address, Clock, stop);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var results = new Dictionary<string, (FrameResult Result, DateTimeOffset Arrival)>();
        var pictures = TakePictures(http, lifetime.Token);
        await foreach (var (result, arrival) in Results(reader, stop))
            results[$"\"{result.SessionId}/{result.Sequence}\""] = (result, arrival);
        await lifetime.CancelAsync();
        foreach (var (tag, jpeg) in await pictures)
        {
            if (!results.TryGetValue(tag, out var seen) || ClockCode.Since(jpeg, seen.Arrival) is not { } latency)
                continue;
            _drawn.Add(latency);
            _bias.Add(ClockCode.Since(jpeg, seen.Result.CaptureTime.ToDateTimeOffset())!.Value);
        }
    }

    /// <summary>One after another, each with the identity of its frame.</summary>
    private static async Task<List<(string Tag, byte[] Jpeg)>> TakePictures(HttpClient http, CancellationToken lifetime)
    {
        var pictures = new List<(string, byte[])>();
        while (!lifetime.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync($"/v1/streams/{Clock}/snapshot.jpg", lifetime);
                if (answer.IsSuccessStatusCode)
                    pictures.Add((answer.Headers.ETag!.Tag, await answer.Content.ReadAsByteArrayAsync(lifetime)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return pictures;
    }

    private async IAsyncEnumerable<(FrameResult Result, DateTimeOffset Arrival)> Results(ResultReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var started = TimeProvider.System.GetUtcNow();
        while (await reader.Next(stop) is { } next && next.Arrival - started < WarmUp + window)
        {
            if (next.Arrival - started >= WarmUp && next.Result.CaptureTime is not null)
                yield return next;
        }
    }

    private static Uri Page(ServerProcess server, string stream, string source) => new(server.Address, $"/test/webrtc?publish={stream}&source={source}");

    private CaptureLatencyReport Report() => new()
    {
        Machine = Machine.Read(),
        Rounds = _rounds.Count,
        Results = _rounds.Sum(round => round.Count),
        Dropped = _rounds.Sum(round => round.Dropped),
        P50Ms = Across(round => round.P50),
        P95Ms = Across(round => round.P95),
        P99Ms = Across(round => round.P99),
        DecodeMs = Middle(_decode),
        QueueMs = Middle(_queue),
        InferMs = Middle(_infer),
        MegabitSeconds = Middle(_megabit),
        MegabitRounds = _megabit.Count,
        ClockPictures = _drawn.Count,
        ClockBiasMs = Middle(_bias),
        ClockP50Ms = Middle(_drawn),
        ClockP95Ms = _drawn.Count > 0 ? Math.Round(CaptureLatencies.At([.. _drawn.Order()], 0.95), 2) : 0,
        Samples = [.. _rounds.Select(round => string.Create(CultureInfo.InvariantCulture, $"{round.P50:0.0} {round.P95:0.0} {round.P99:0.0}"))],
    };

    private double Across(Func<CaptureLatencies, double> of) => Math.Round(Median.Of(_rounds.Select(of)), 2);

    private static double Middle(List<double> values) => values.Count > 0 ? Math.Round(Median.Of(values), 2) : 0;
}
