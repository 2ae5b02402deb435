namespace Load.Outage;

/// <summary>One phase: milliseconds from published to read, 95th percentiles; null for the sink that is away in it.</summary>
/// <param name="OthersRise">Of the viewers and the sinks that are up, the largest rise over the steady phase: 0.2 is the goal.</param>
internal sealed record PhaseFigures(string Phase, double Seconds, double ResultsPerSecond, double ViewersP95Ms, double? KafkaP95Ms, double? RedisP95Ms, double? OthersRise)
{
    public static PhaseFigures Of(Phase phase, PhaseClock clock, OutageFindings findings, PhaseFigures? steady)
    {
        var stretches = clock.StretchesOf(phase);
        var (seconds, viewed) = (stretches.Sum(stretch => stretch.Seconds), findings.Readers.Viewed.LatenciesIn(stretches));
        var viewers = P95(viewed);
        var kafka = phase == Outage.Phase.KafkaDown ? null : (double?)P95(findings.Readers.Kafka.LatenciesIn(stretches));
        var redis = phase == Outage.Phase.RedisDown ? null : (double?)P95(findings.Readers.Redis.LatenciesIn(stretches));
        return new(phase.ToString(), Math.Round(seconds, 1), Math.Round(viewed.Length / Math.Max(seconds, 0.001), 1), viewers, kafka, redis, steady is null ? null : Rise());

        double Rise() => Math.Round(new[] { viewers / steady.ViewersP95Ms, kafka / steady.KafkaP95Ms, redis / steady.RedisP95Ms }.Max()!.Value - 1, 3);
    }

    private static double P95(double[] sorted) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)(0.95 * (sorted.Length - 1))], 2);
}
