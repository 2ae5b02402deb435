namespace Load.Outage;

/// <summary>One phase: milliseconds from published to read, 95th percentiles; null for the sink that is away in it.</summary>
/// <param name="Around">Of an outage: the steady times right before and after it, which it is compared with.</param>
/// <param name="OthersRise">The largest rise over them of the viewers and the sinks that are up: 0.2 is the goal.</param>
internal sealed record PhaseFigures(
    string Phase, double Seconds, double ResultsPerSecond, double ViewersP95Ms, double? KafkaP95Ms, double? RedisP95Ms, PhaseFigures? Around = null, double? OthersRise = null)
{
    public static PhaseFigures OfSteady(PhaseClock clock, Readers readers) => Of(Outage.Phase.Steady, clock.StretchesOf(Outage.Phase.Steady), readers);

    public static PhaseFigures OfOutage(Phase phase, PhaseClock clock, Readers readers)
    {
        var (during, around) = (Of(phase, clock.StretchesOf(phase), readers), Of(Outage.Phase.Steady, clock.SteadyAround(phase), readers));
        double?[] rises = [Rise(around.ViewersP95Ms, during.ViewersP95Ms), Rise(around.KafkaP95Ms, during.KafkaP95Ms), Rise(around.RedisP95Ms, during.RedisP95Ms)];
        return during with { Around = around, OthersRise = rises.Max() };
    }

    private static PhaseFigures Of(Phase phase, IReadOnlyList<Stretch> stretches, Readers readers)
    {
        var (seconds, viewed) = (stretches.Sum(stretch => stretch.Seconds), readers.Viewed.LatenciesIn(stretches));
        return new(
            phase.ToString(), Math.Round(seconds, 1), Math.Round(viewed.Length / Math.Max(seconds, 0.001), 1), P95(viewed),
            phase == Outage.Phase.KafkaDown ? null : P95(readers.Kafka.LatenciesIn(stretches)),
            phase == Outage.Phase.RedisDown ? null : P95(readers.Redis.LatenciesIn(stretches)));
    }

    /// <summary>Null where either has no figure: one was away, or a short while had no result.</summary>
    private static double? Rise(double? steady, double? during) => steady > 0 && during is { } other ? Math.Round(other / steady.Value - 1, 3) : null;

    private static double P95(double[] sorted) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)(0.95 * (sorted.Length - 1))], 2);
}
