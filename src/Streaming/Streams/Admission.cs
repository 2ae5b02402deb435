using System.Runtime.CompilerServices;
using Inference;
using Streaming.Models;

namespace Streaming.Streams;

/// <summary>Whether the engine, at the speed that was measured, still gives every stream its least rate when one more comes. Not thread-safe.</summary>
/// <param name="minFps">0: always.</param>
internal sealed class Admission(double minFps, ModelRegistry models)
{
    // Engines come and go; each takes its rate with it.
    private readonly ConditionalWeakTable<InferenceEngine, EngineRate> _rates = [];

    /// <summary>Of the last refusal.</summary>
    public string RejectionReason { get; private set; } = "";

    public bool HasCapacity(StreamOptions requested, IEnumerable<VideoStream> streams)
    {
        if (minFps == 0 || models.EngineOf(models.Find(requested.Model)) is not { } engine)
            return true;
        if (_rates.GetOrCreateValue(engine).Measure(engine.Statistics, engine.Options.Lanes) is not { } given)
            return true;

        VideoStream[] others = [.. streams.Where(stream => IsRunning(stream) && (stream.Engine ?? models.EngineOf(models.Find(stream.Options.Model))) == engine)];
        var needed = Need(requested) + others.Sum(stream => Need(stream.Options));
        if (needed <= given)
            return true;
        RejectionReason = FormattableString.Invariant(
            $"the engine gives {Shown(given)} frames/s; {(others.Length == 1 ? "1 stream takes" : $"{others.Length} streams take")} {Shown(others.Sum(stream => stream.Rates.Inferred))} of them now, and Ingest:MinStreamFps={minFps} for each and one more would take {Shown(needed)}. ")
            + "Ask for less with targetFps, remove a stream, take a smaller model or input (Inference:InputSize), or lower Ingest:MinStreamFps";
        return false;
    }

    private static string Shown(double fps) => fps.ToString(fps < 10 ? "0.#" : "0", System.Globalization.CultureInfo.InvariantCulture);

    private double Need(StreamOptions options) => options.TargetFps > 0 ? Math.Min(options.TargetFps, minFps) : minFps;

    private static bool IsRunning(VideoStream stream) => stream.Status.State is not (StreamState.Ended or StreamState.Failed);
}

/// <summary>Pictures a second that an engine could run without a pause, by what its runs took since it was asked before.</summary>
internal sealed class EngineRate
{
    // Fewer say too little: the first of an engine are slow.
    private const int FewestRuns = 20;

    private (long Pictures, TimeSpan Busy, long Runs) _before;
    private double? _rate;

    /// <param name="lanes">Runs at a time.</param>
    /// <returns>Null while there were too few runs.</returns>
    public double? Measure(EngineStatistics statistics, int lanes)
    {
        var busy = TimeSpan.FromTicks(statistics.Batches.Sum(batch => (batch.Input + batch.Infer + batch.Output).Ticks));
        var now = (Pictures: statistics.Inferences, busy, statistics.Runs);
        if (now.Runs - _before.Runs < FewestRuns)
            return _rate;
        _rate = lanes * (now.Pictures - _before.Pictures) / (busy - _before.Busy).TotalSeconds;
        _before = now;
        return _rate;
    }
}
