namespace Telemetry;

/// <summary>One value of a metric: a number (NaN: there is nothing to tell), or a histogram.</summary>
public readonly record struct Reading(double Value, HistogramReading? Histogram)
{
    public static implicit operator Reading(double value) => new(value, null);

    public static implicit operator Reading(HistogramReading histogram) => new(0, histogram);
}

/// <summary>One moment of a histogram.</summary>
/// <param name="Bounds">Upper bounds of all buckets but the last, which has none.</param>
/// <param name="Counts">Of each bucket by itself.</param>
/// <param name="Exemplars">The newest traced observation of each bucket; empty where none is kept.</param>
public sealed record HistogramReading(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, double Sum, IReadOnlyList<Exemplar?> Exemplars);

/// <summary>An observation whose trace can be looked at.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
public sealed record Exemplar(string TraceId, double Value, DateTimeOffset Time);
