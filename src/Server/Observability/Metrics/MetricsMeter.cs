using System.Diagnostics.Metrics;
using Telemetry;

namespace Server.Observability.Metrics;

/// <summary>The slices' metrics as observable instruments of one meter, for OTLP, dotnet-counters and whoever else listens. While nobody does, nothing is read.</summary>
/// <remarks>A meter's histograms cannot be observed: those that slices record into are theirs; the others are on the page alone.</remarks>
internal sealed class MetricsMeter(IEnumerable<MetricGroup> slices, IMeterFactory meters, TimeProvider time) : IDisposable
{
    private readonly ObservedGroup[] _groups = [.. slices.Select(group => new ObservedGroup(group, meters, time))];

    public void Dispose() => Array.ForEach(_groups, group => group.Dispose());
}

/// <summary>A group as a listener sees it, which asks for each family by itself: all are told from one reading, so that what must add up does.</summary>
internal sealed class ObservedGroup : IMetricWriter, IDisposable
{
    // OpenTelemetry remembers every series of a meter that ever was, and has room for so and so many: from time to time the meter is made anew.
    private const int MostFormer = 250;

    // A listener asks for one family after the other; what is older is from a collection that did not want them all.
    private static readonly TimeSpan Newest = TimeSpan.FromMilliseconds(100);

    private readonly MetricGroup _group;
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly Lock _reading = new(), _making = new();
    private readonly HashSet<string> _untold = [], _everyThing = [], _things = [];
    private Dictionary<string, List<Measurement<double>>> _read = [];
    private long _readAt;
    private Meter? _meter;
    private bool _disposed;

    public ObservedGroup(MetricGroup group, IMeterFactory meters, TimeProvider time)
    {
        (_group, _meters, _time) = (group, meters, time);
        Make();
    }

    public void Family(MetricFamily family) => _read.Add(family.Name, []);

    public void Sample(MetricFamily family, string[] labels, in Reading reading)
    {
        if (family.Labels.Count > 0)
            _things.Add(labels[0]);
        if (reading.Histogram is null && !double.IsNaN(reading.Value))
            _read[family.Name].Add(new(reading.Value, family.Labels.Zip(labels, (name, value) => KeyValuePair.Create(name, (object?)value))));
    }

    public void Dispose()
    {
        lock (_making)
        {
            _disposed = true;
            _meter?.Dispose();
        }
    }

    private void Make()
    {
        lock (_making)
        {
            _meter?.Dispose();
            if (_disposed)
                return;
            // No meter of the factory: those last as long as it does. The scope tells servers of one process apart.
            _meter = new(new MeterOptions(MetricGroup.MeterName) { Scope = _meters });
            foreach (var family in _group.Families)
            {
                if (family.Type == MetricType.Counter)
                    _meter.CreateObservableCounter(family.Stem, () => Observe(family.Name), UnitOf(family), family.Help);
                else if (family.Type == MetricType.Gauge)
                    _meter.CreateObservableGauge(family.Stem, () => Observe(family.Name), UnitOf(family), family.Help);
            }
        }
    }

    private List<Measurement<double>> Observe(string family)
    {
        lock (_reading)
        {
            if (!_untold.Contains(family) || _time.GetElapsedTime(_readAt) > Newest)
                Read();
            _untold.Remove(family);
            return _read[family];
        }
    }

    private void Read()
    {
        // New lists: a listener may still be at the former ones.
        _read = [];
        _things.Clear();
        _group.WriteTo(this);
        _readAt = _time.GetTimestamp();
        _untold.UnionWith(_read.Keys);
        _everyThing.UnionWith(_things);
        if (_everyThing.Count - _things.Count <= MostFormer)
            return;
        _everyThing.IntersectWith(_things);
        // Not from within a collection.
        ThreadPool.QueueUserWorkItem(static group => group.Make(), this, preferLocal: false);
    }

    // UCUM, as OpenTelemetry wants units.
    private static string? UnitOf(MetricFamily family) => family.Unit switch { "seconds" => "s", "bytes" => "By", "ratio" => "1", _ => null };
}
