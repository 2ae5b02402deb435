using System.Diagnostics;

namespace Server.Observability.Metrics;

/// <summary>Durations, counted in fixed buckets by any thread: no lock, and no allocation unless the observation is traced.</summary>
internal sealed class DurationHistogram
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
        if (trace is not null)
            Volatile.Write(ref _exemplars[bucket], new(trace.TraceId.ToHexString(), duration.TotalSeconds, trace.StartTimeUtc));
    }

    /// <summary>The sum may be an observation ahead of the counts or behind.</summary>
    public HistogramReading Read()
    {
        var counts = new long[_counts.Length];
        for (var bucket = 0; bucket < counts.Length; bucket++)
            counts[bucket] = Interlocked.Read(ref _counts[bucket]);
        return new(Bounds, counts, TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds, [.. _exemplars]);
    }
}
