namespace Streaming.Pipeline;

/// <summary>How long the frames of one stream took from their arrival to the publication of their results, over the last ten seconds.</summary>
/// <remarks>A frame costs one addition; sums are made when somebody samples.</remarks>
public sealed class LatencyWindow
{
    private const int Seconds = 10;

    // Each bound is 11 % above the one before, from 0.1 ms to a minute: no percentile is off by more than half of that.
    private const int Buckets = 128;
    private const double FirstMilliseconds = 0.1;
    private const double Ratio = 1.11;

    private static readonly double LogRatio = Math.Log(Ratio);

    private readonly int[] _counts = new int[Buckets];
    private readonly int[][] _samples = [.. Enumerable.Range(0, Seconds).Select(_ => new int[Buckets])];
    private readonly int[] _window = new int[Buckets];
    private int _next;
    private LatencyPercentiles? _recent;

    /// <summary>As of the last sample; null where no result was published since ten seconds.</summary>
    public LatencyPercentiles? Recent => Volatile.Read(ref _recent);

    /// <summary>By the lane that publishes: a stream's results come one at a time.</summary>
    public void Record(TimeSpan latency)
    {
        var bucket = Math.Clamp((int)Math.Ceiling(Math.Log(latency.TotalMilliseconds / FirstMilliseconds) / LogRatio), 0, Buckets - 1);
        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
    }

    /// <summary>By one caller, once a second.</summary>
    public void Sample()
    {
        // The oldest is taken out of the window as its place is filled.
        var sample = _samples[_next];
        var total = 0L;
        for (var i = 0; i < Buckets; i++)
        {
            var (now, before) = (Volatile.Read(ref _counts[i]), sample[i]);
            // What came since, in the place of what was: differences survive a counter that wraps.
            sample[i] = now;
            total += _window[i] = now - before;
        }

        _next = (_next + 1) % Seconds;
        Volatile.Write(ref _recent, total == 0 ? null : new(Percentile(0.5, total), Percentile(0.95, total)));
    }

    private double Percentile(double share, long total)
    {
        var rank = (long)Math.Ceiling(share * total);
        var bucket = 0;
        for (long seen = _window[0]; seen < rank; seen += _window[bucket])
            bucket++;
        // The middle of its bucket.
        return FirstMilliseconds * Math.Pow(Ratio, bucket - 0.5);
    }
}

/// <summary>In milliseconds: half and 95 of a hundred frames took no longer.</summary>
public sealed record LatencyPercentiles(double P50, double P95);
