namespace Telemetry;

public enum MetricType
{
    /// <summary>Only rises, from 0 at the start of what it counts.</summary>
    Counter,
    Gauge,
    Histogram,

    /// <summary>Always 1; what it tells is in its labels.</summary>
    Info,
}

/// <summary>What a metric is, without its values: a row of docs/metrics.md.</summary>
/// <param name="Name">As dashboards ask for it: a counter's with _total, a histogram's without _bucket. Triton's names are Triton's.</param>
public sealed record MetricFamily(string Name, MetricType Type, string Help, IReadOnlyList<string> Labels)
{
    private static readonly string[] Units = ["seconds", "bytes", "ratio"];

    /// <summary>The base unit that the name ends with; empty for plain numbers.</summary>
    public string Unit => Units.FirstOrDefault(unit => Stem.EndsWith("_" + unit, StringComparison.Ordinal)) ?? "";

    /// <summary>The name without what OpenMetrics adds to each sample of its type.</summary>
    public string Stem => Type switch
    {
        MetricType.Counter when Name.EndsWith("_total", StringComparison.Ordinal) => Name[..^"_total".Length],
        MetricType.Info => Name[..^"_info".Length],
        _ => Name,
    };

    /// <summary>Triton counts under names that OpenMetrics does not allow counters; there they have no type, so that a dashboard need not know the format.</summary>
    public bool IsForeign => Type == MetricType.Counter && Stem == Name;

    public IEnumerable<string> SampleNames => Type == MetricType.Histogram ? [Name + "_bucket", Name + "_sum", Name + "_count"] : [Name];
}
