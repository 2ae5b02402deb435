using System.Text.Json;

namespace Telemetry;

/// <summary>Metrics of one kind of thing, which have its labels in common. A slice declares its own beside what they are of.</summary>
public abstract class MetricGroup
{
    /// <summary>The meter that the groups and the slices' histograms are instruments of.</summary>
    public const string MeterName = "Stream";

    public abstract IReadOnlyList<MetricFamily> Families { get; }

    /// <summary>Reads each thing at one moment, so that what must add up does, and writes every family with its samples.</summary>
    public abstract void WriteTo(IMetricWriter writer);
}

/// <summary>Takes what a group reads: each family, followed by its samples.</summary>
public interface IMetricWriter
{
    void Family(MetricFamily family);

    /// <param name="labels">Values, in the order of the family's labels.</param>
    void Sample(MetricFamily family, string[] labels, in Reading reading);
}

/// <param name="all">The things as they are now.</param>
/// <param name="labels">What tells one thing from another; the first is its name.</param>
public sealed class MetricGroup<T>(Func<IEnumerable<T>> all, string[] labels, Func<T, string[]> values, params Metric<T>[] metrics) : MetricGroup
{
    private readonly (MetricFamily Family, Metric<T> Metric)[] _metrics =
        [.. metrics.Select(metric => (new MetricFamily(metric.Name, metric.Type, metric.Help, [.. labels, .. metric.Labels]), metric))];

    /// <summary>Of the one thing of its kind; of none while that is null.</summary>
    public MetricGroup(Func<T?> one, params Metric<T>[] metrics)
        : this(() => one() is { } thing ? [thing] : [], [], _ => [], metrics)
    {
    }

    public override IReadOnlyList<MetricFamily> Families => [.. _metrics.Select(metric => metric.Family)];

    public override void WriteTo(IMetricWriter writer)
    {
        var things = all().Select(thing => (Thing: thing, Labels: values(thing))).ToList();
        foreach (var (family, metric) in _metrics)
        {
            writer.Family(family);
            foreach (var (thing, own) in things)
            {
                foreach (var (more, reading) in metric.Read(thing))
                    writer.Sample(family, more.Length == 0 ? own : [.. own, .. more], reading);
            }
        }
    }
}

/// <summary>A metric of a <typeparamref name="T"/>, and where it is read.</summary>
public sealed class Metric<T>
{
    public Metric(MetricType type, string name, string help, Func<T, Reading> read) =>
        (Type, Name, Help, Labels, Read) = (type, name, help, [], thing => [([], read(thing))]);

    /// <param name="labels">Besides those of the thing.</param>
    public Metric(MetricType type, string name, string help, string[] labels, Func<T, IEnumerable<(string[] Labels, Reading Reading)>> read) =>
        (Type, Name, Help, Labels, Read) = (type, name, help, labels, read);

    public MetricType Type { get; }

    public string Name { get; }

    public string Help { get; }

    public string[] Labels { get; }

    public Func<T, IEnumerable<(string[] Labels, Reading Reading)>> Read { get; }
}

public static class MetricGroups
{
    /// <param name="of">The metrics of a service.</param>
    public static IServiceCollection AddMetrics<T>(this IServiceCollection services, Func<T, MetricGroup> of)
        where T : notnull =>
        services.AddSingleton(provider => of(provider.GetRequiredService<T>()));

    /// <summary>A value of an enum as a label: AppendTimeout -> append_timeout.</summary>
    public static string Label(this Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
