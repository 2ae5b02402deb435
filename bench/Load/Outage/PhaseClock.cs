namespace Load.Outage;

internal enum Phase
{
    /// <summary>While something starts, or catches up.</summary>
    Between,
    Steady,
    KafkaDown,
    RedisDown,
    PostgresDown,
}

/// <summary>What is going on just now, and how long each has gone on in all.</summary>
internal sealed class PhaseClock
{
    private readonly Dictionary<Phase, TimeSpan> _lengths = Enum.GetValues<Phase>().ToDictionary(phase => phase, _ => TimeSpan.Zero);
    private volatile Phase _phase;

    public Phase Phase => _phase;

    public TimeSpan LengthOf(Phase phase) => _lengths[phase];

    public async Task During(Phase phase, Func<Task> act)
    {
        var started = TimeProvider.System.GetTimestamp();
        _phase = phase;
        await act();
        _phase = Phase.Between;
        _lengths[phase] += TimeProvider.System.GetElapsedTime(started);
    }
}
