using System.ComponentModel.DataAnnotations;
using Server.Observability.Otlp;

namespace Server.Observability.Metrics;

/// <summary>OpenTelemetry metrics, sent by OTLP. The page of metrics is there in any case.</summary>
internal sealed record MetricsOptions : OtlpOptions
{
    private const string Variable = "OTEL_METRICS_EXPORTER";

    /// <summary>Whether they are sent.</summary>
    /// <value>false, unless OTEL_METRICS_EXPORTER is otlp</value>
    public bool Otlp { get; init; }

    /// <summary>How often, in seconds.</summary>
    /// <value>as OTEL_METRIC_EXPORT_INTERVAL says, else 60</value>
    [Range(1, 86_400)]
    public int? IntervalSeconds { get; init; }

    public bool AreSent(IConfiguration environment) => Otlp || string.Equals(environment[Variable], "otlp", StringComparison.OrdinalIgnoreCase);
}
