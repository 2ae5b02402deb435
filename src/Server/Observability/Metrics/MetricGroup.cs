namespace Server.Observability.Metrics;

/// <summary>Metrics of one kind of thing, each of which has the same labels.</summary>
internal abstract class MetricGroup
{
    public abstract IEnumerable<MetricFamily> Families { get; }

    public abstract void Write(Scrape scrape, Exposition exposition);
}

/// <param name="labels">What tells one thing of the kind from another.</param>
internal sealed class MetricGroup<T>(Func<Scrape, IEnumerable<T>> all, string[] labels, Func<T, string[]> values, params Metric<T>[] metrics) : MetricGroup
{
    /// <summary>Of the one thing of its kind.</summary>
    public MetricGroup(Func<Scrape, T?> one, params Metric<T>[] metrics)
        : this(scrape => one(scrape) is { } thing ? [thing] : [], [], _ => [], metrics)
    {
    }

    public override IEnumerable<MetricFamily> Families => metrics.Select(Family);

    public override void Write(Scrape scrape, Exposition exposition)
    {
        var things = all(scrape).Select(thing => (Thing: thing, Labels: values(thing))).ToList();
        foreach (var metric in metrics)
        {
            var family = Family(metric);
            exposition.Family(family);
            foreach (var (thing, own) in things)
            {
                foreach (var (more, reading) in metric.Read(thing))
                    exposition.Sample(family, [.. own, .. more], reading);
            }
        }
    }

    private MetricFamily Family(Metric<T> metric) => new(metric.Name, metric.Type, metric.Help, [.. labels, .. metric.Labels]);
}

/// <summary>A metric of a <typeparamref name="T"/>, and where it is read.</summary>
internal sealed class Metric<T>
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
