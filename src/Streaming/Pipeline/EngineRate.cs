using Inference;

namespace Streaming.Pipeline;

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
