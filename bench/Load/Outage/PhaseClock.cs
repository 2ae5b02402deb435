namespace Load.Outage;

internal enum Phase
{
    Steady,
    KafkaDown,
    RedisDown,
    PostgresDown,
}

/// <summary>When it was how; what lies between, while something starts or catches up, is none of them.</summary>
internal sealed class PhaseClock
{
    private readonly List<(Phase Phase, Stretch Stretch)> _stretches = [];

    public IReadOnlyList<Stretch> StretchesOf(Phase phase) => [.. _stretches.Where(stretch => stretch.Phase == phase).Select(stretch => stretch.Stretch)];

    /// <summary>The steady stretches right before and after a phase: what else the machine does meets them alike.</summary>
    public IReadOnlyList<Stretch> SteadyAround(Phase phase) =>
        [_stretches[_stretches.FindIndex(stretch => stretch.Phase == phase) - 1].Stretch, _stretches[_stretches.FindLastIndex(stretch => stretch.Phase == phase) + 1].Stretch];

    public async Task During(Phase phase, Func<Task> act)
    {
        var from = TimeProvider.System.GetUtcNow();
        await act();
        _stretches.Add((phase, new(from, TimeProvider.System.GetUtcNow())));
    }
}

internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public double Seconds => (To - From).TotalSeconds;

    public bool Has(DateTimeOffset time) => From <= time && time < To;
}
