namespace Inference;

/// <summary>How often something took place, and how long it took in all.</summary>
public readonly record struct StageTotal(long Count, TimeSpan Time)
{
    public static StageTotal operator +(StageTotal a, StageTotal b) => new(a.Count + b.Count, a.Time + b.Time);
}

/// <summary>Runs of one batch size.</summary>
/// <param name="Input">Time to fill the slots.</param>
/// <param name="Infer">Time inside the model.</param>
/// <param name="Output">Time to make results of the slots' output.</param>
public readonly record struct BatchTotal(int BatchSize, long Runs, TimeSpan Input, TimeSpan Infer, TimeSpan Output);

/// <summary>All that an engine has done since it started: frames of streams and clients' tensors alike.</summary>
/// <param name="LastInference">Null before the first.</param>
/// <param name="Succeeded">Requests that were answered: a frame is one, a tensor of several pictures is one.</param>
/// <param name="Failed">Requests that were taken in and not answered, also <paramref name="Cancelled"/> ones.</param>
/// <param name="Cancelled">Requests whose client went away while pictures still waited.</param>
/// <param name="Queue">Time that pictures waited for a lane.</param>
/// <param name="Batches">Batch sizes that were run, in ascending order.</param>
public sealed record EngineStatistics(
    DateTimeOffset? LastInference, StageTotal Succeeded, StageTotal Failed, long Cancelled, TimeSpan Queue, IReadOnlyList<BatchTotal> Batches)
{
    /// <summary>Pictures.</summary>
    public long Inferences => Batches.Sum(batch => batch.BatchSize * batch.Runs);

    public long Runs => Batches.Sum(batch => batch.Runs);

    /// <summary>Each picture is charged what its batch took, for that is what it waited.</summary>
    public TimeSpan Input => Charged(batch => batch.Input);

    /// <inheritdoc cref="Input"/>
    public TimeSpan Infer => Charged(batch => batch.Infer);

    public TimeSpan Output => new(Batches.Sum(batch => batch.Output.Ticks));

    private TimeSpan Charged(Func<BatchTotal, TimeSpan> stage) => new(Batches.Sum(batch => batch.BatchSize * stage(batch).Ticks));
}
