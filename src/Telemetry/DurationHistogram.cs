using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telemetry;

/// <summary>Durations, counted in fixed buckets by any thread: no lock, and no allocation unless the observation is traced.</summary>
/// <param name="instrument">Gets them too, in seconds, as no histogram of a meter can be observed.</param>
/// <param name="tags">Of the instrument's measurements.</param>
public sealed class DurationHistogram(Histogram<double>? instrument = null, params KeyValuePair<string, object?>[] tags)
{
    // Seconds. Dense where stages on a CPU (0.1 to 50 ms) and the age of results (up to 250 ms) are.
    public static IReadOnlyList<double> Bounds { get; } = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10];

    private static readonly long[] BoundTicks = [.. Bounds.Select(bound => (long)(bound * TimeSpan.TicksPerSecond))];

    private readonly long[] _counts = new long[BoundTicks.Length + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[BoundTicks.Length + 1];
    private long _ticks;

    public void Record(TimeSpan duration, Activity? trace = null)
    {
        var bucket = 0;
        while (bucket < BoundTicks.Length && duration.Ticks > BoundTicks[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _ticks, duration.Ticks);
        if (instrument is { Enabled: true })
            instrument.Record(duration.TotalSeconds, tags);
        if (trace is not null)
            Volatile.Write(ref _exemplars[bucket], new(trace.TraceId.ToHexString(), duration.TotalSeconds, trace.StartTimeUtc));
    }

    /// <summary>The instrument of a histogram family, with the same buckets.</summary>
    public static Histogram<double> Instrument(Meter meter, string name, string help) =>
        meter.CreateHistogram(name, "s", help, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });

    /// <summary>The sum may be an observation ahead of the counts or behind.</summary>
    public HistogramReading Read()
    {
        var counts = new long[_counts.Length];
        for (var bucket = 0; bucket < counts.Length; bucket++)
            counts[bucket] = Interlocked.Read(ref _counts[bucket]);
        return new(Bounds, counts, TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds, [.. _exemplars]);
    }
}
