using Telemetry;

namespace Server.Observability.Metrics;

/// <summary>Every metric of the server: those that slices declare, then requests, process and runtime. docs/metrics.md is this page as a table.</summary>
/// <remarks>The unit is the name's end.</remarks>
internal sealed class MetricsPage(IEnumerable<MetricGroup> slices, RequestTimings requests)
{
    private readonly MetricGroup[] _groups = [.. slices, requests.Metrics(), RuntimeMetrics.Group];

    public IEnumerable<MetricFamily> Families => _groups.SelectMany(group => group.Families);

    public void Write(Exposition exposition)
    {
        foreach (var group in _groups)
            group.WriteTo(exposition);
        exposition.End();
    }
}
