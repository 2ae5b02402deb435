using Google.Protobuf.WellKnownTypes;
using Inference;
using Streaming.Results;
using Wire.V1;

namespace Streaming.Streams;

/// <summary>Says when an engine is slower than its streams and when it keeps up again: in the log, and as an event.</summary>
/// <remarks>It reads what was counted anyway, once a second; frames know nothing of it.</remarks>
internal sealed class OverloadWatch(ResultDelivery delivery, TimeProvider time, ILogger<OverloadWatch> log)
{
    // Those with live streams, and those that were behind when their last one ended.
    private readonly Dictionary<InferenceEngine, Watched> _engines = [];

    /// <summary>By one caller, once a second, after the streams' rates were sampled.</summary>
    public void Observe(IEnumerable<VideoStream> streams)
    {
        var byEngine = streams.Where(stream => stream.Status.State == StreamState.Live && stream.Engine is not null).ToLookup(stream => stream.Engine!);
        foreach (var engine in byEngine.Select(ofEngine => ofEngine.Key).Union(_engines.Keys).ToList())
            Observe(engine, [.. byEngine[engine]]);
    }

    private void Observe(InferenceEngine engine, VideoStream[] streams)
    {
        if (!_engines.TryGetValue(engine, out var watched))
            _engines.Add(engine, watched = new());
        var load = LoadOf(engine, streams, watched.Rate);
        if (watched.State.Observe(load))
            Tell(engine, load, watched.State.IsBehind);
        if (streams.Length == 0 && !watched.State.IsBehind)
            _engines.Remove(engine);
    }

    private static EngineLoad LoadOf(InferenceEngine engine, VideoStream[] streams, EngineRate rate)
    {
        var inferred = streams.Sum(stream => stream.Rates.Inferred);
        // Until enough runs were measured: what it gives is the least that it can.
        var capacity = streams.Length == 0 ? 0 : rate.Measure(engine.Statistics, engine.Options.Lanes) ?? inferred;
        return new(streams.Length, streams.Sum(stream => stream.Rates.Offered(stream.Options.TargetFps)), inferred, streams.Sum(stream => stream.Rates.Late), capacity);
    }

    private void Tell(InferenceEngine engine, in EngineLoad load, bool isBehind)
    {
        var (model, detail) = (engine.Model.Name, $"{load}");
        if (isBehind)
            detail += FormattableString.Invariant($". Lower targetFps ({load.Capacity / load.Streams:0.#} fits each), take a smaller model or input (Inference:InputSize), or remove streams");
        if (isBehind)
            log.EngineFallsBehind(model, detail);
        else
            log.EngineKeepsUp(model, detail);
        // A log that is full and waits for room would hold up the reports of all streams.
        if (!delivery.IsBlocked)
            delivery.Append(Event(isBehind ? StreamEventKind.Overloaded : StreamEventKind.Recovered, model, detail, load.Streams));
    }

    private StreamEvent Event(StreamEventKind kind, string model, string detail, int streams) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"), Time = time.GetUtcNow().ToTimestamp(), Kind = kind, Subject = model, Detail = detail, Count = streams,
    };

    private sealed class Watched
    {
        public OverloadState State { get; } = new();

        public EngineRate Rate { get; } = new();
    }
}
