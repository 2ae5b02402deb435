using System.Numerics;

namespace Cli;

/// <summary>Percentiles of durations in fixed memory: buckets 1/16 of an octave wide, so a value read back is within 4.5 % of the true one.</summary>
/// <remarks>One writer; readers may see a value late.</remarks>
internal sealed class LatencyPercentiles
{
    private const int BucketsPerOctave = 16;

    // 1 µs to 2^32 µs (71 minutes).
    private const int Octaves = 32;

    private readonly long[] _counts = new long[Octaves * BucketsPerOctave];
    private long _total;

    public long Count => _total;

    public void Record(TimeSpan duration)
    {
        var microseconds = Math.Clamp((ulong)Math.Max(1, duration.TotalMicroseconds), 1, uint.MaxValue);
        var octave = BitOperations.Log2(microseconds);
        var within = (int)(microseconds * BucketsPerOctave >> octave) - BucketsPerOctave;
        _counts[octave * BucketsPerOctave + within]++;
        _total++;
    }

    public void Add(LatencyPercentiles other)
    {
        for (var bucket = 0; bucket < _counts.Length; bucket++)
            _counts[bucket] += other._counts[bucket];
        _total += other._total;
    }

    /// <summary>The duration that <paramref name="fraction"/> (0..1) of the recorded ones do not exceed; zero when none was recorded.</summary>
    public TimeSpan Percentile(double fraction)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(fraction * _total));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank && _total > 0)
                return TimeSpan.FromMicroseconds(Middle(bucket));
        }

        return TimeSpan.Zero;
    }

    private static double Middle(int bucket)
    {
        var width = Math.ScaleB(1.0 / BucketsPerOctave, bucket / BucketsPerOctave);
        return Math.ScaleB(1, bucket / BucketsPerOctave) + (bucket % BucketsPerOctave + 0.5) * width;
    }
}
