using System.Buffers;
using System.Globalization;
using System.Text;
using Telemetry;
using static Server.Observability.Metrics.ExpositionFormats;

namespace Server.Observability.Metrics;

/// <summary>Writes metrics in one of the two formats.</summary>
/// <remarks>
/// <code>
/// # HELP stream_frames_dropped Frames without a result, by reason.
/// # TYPE stream_frames_dropped counter
/// stream_frames_dropped_total{stream="gate",reason="superseded"} 12
/// </code>
/// Prometheus' "Exposition formats" (0.0.4); OpenMetrics 1.0, sections 3 and 5.
/// </remarks>
internal sealed class Exposition(IBufferWriter<byte> output, ExpositionFormat format) : IMetricWriter
{
    private bool IsOpen => format == ExpositionFormat.OpenMetrics;

    public void Family(MetricFamily family)
    {
        // OpenMetrics names the family, the older format the samples.
        var name = IsOpen ? family.Stem : family.Name;
        Write($"# HELP {name} {family.Help}\n# TYPE {name} {Type(family)}\n");
        if (IsOpen && family.Unit.Length > 0)
            Write($"# UNIT {name} {family.Unit}\n");
    }

    public void Sample(MetricFamily family, string[] labels, in Reading reading)
    {
        if (reading.Histogram is { } histogram)
            Histogram(family, Pairs(family.Labels, labels), histogram);
        else if (!double.IsNaN(reading.Value))
            Line(family.Name, Pairs(family.Labels, labels), Number(reading.Value));
    }

    public void End()
    {
        if (IsOpen)
            Write("# EOF\n");
    }

    private void Histogram(MetricFamily family, string labels, HistogramReading histogram)
    {
        var below = 0L;
        var separator = labels.Length > 0 ? "," : "";
        for (var i = 0; i < histogram.Counts.Count; i++)
        {
            below += histogram.Counts[i];
            var bound = Bound(i < histogram.Bounds.Count ? histogram.Bounds[i] : double.PositiveInfinity);
            var exemplar = IsOpen && i < histogram.Exemplars.Count ? Text(histogram.Exemplars[i]) : "";
            Line($"{family.Name}_bucket", $"{labels}{separator}le=\"{bound}\"", below + exemplar);
        }

        Line($"{family.Name}_sum", labels, Number(histogram.Sum));
        Line($"{family.Name}_count", labels, $"{below}");
    }

    private string Type(MetricFamily family) => family.Type switch
    {
        MetricType.Counter when IsOpen && family.IsForeign => "unknown",
        MetricType.Info when !IsOpen => "gauge",
        var type => type.ToString().ToLowerInvariant(),
    };

    private static string Text(Exemplar? exemplar) => exemplar is null ? ""
        : $" # {{trace_id=\"{exemplar.TraceId}\"}} {Number(exemplar.Value)} {(exemplar.Time.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture)}";

    private static string Pairs(IReadOnlyList<string> names, string[] values) => string.Join(',', names.Zip(values, (name, value) => $"{name}=\"{Escape(value)}\""));

    private static string Escape(string value) => value.AsSpan().ContainsAny('\\', '"', '\n')
        ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        : value;

    private void Line(string name, string labels, string value) => Write(labels.Length > 0 ? $"{name}{{{labels}}} {value}\n" : $"{name} {value}\n");

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
