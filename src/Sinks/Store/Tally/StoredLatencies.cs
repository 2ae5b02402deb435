using System.Numerics;

namespace Sinks.Store.Tally;

/// <summary>A latency histogram that is added bucket by bucket: eight buckets an octave, so a value read back is within 6.25 % of the true one.</summary>
/// <remarks>Bucket 0 is all below 256 µs; the last one all above 67 s. stream.percentile in the database reads it by the same rule.</remarks>
public static class StoredLatencies
{
    public const int Count = 1 + Octaves * PerOctave;

    private const int FirstOctave = 8, Octaves = 18, PerOctave = 8;

    public static int Of(uint microseconds)
    {
        var octave = BitOperations.Log2(microseconds | 1);
        if (octave < FirstOctave)
            return 0;
        var within = (int)((ulong)microseconds * PerOctave >> octave) - PerOctave;
        return Math.Min(Count - 1, 1 + (octave - FirstOctave) * PerOctave + within);
    }

    /// <summary>The milliseconds that <paramref name="fraction"/> (0..1) of the counted latencies do not exceed; null where there are none.</summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double fraction)
    {
        var total = 0L;
        foreach (var count in counts)
            total += count;
        var rank = Math.Max(1, Math.Ceiling(fraction * total));
        var seen = 0L;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
                return MiddleMilliseconds(bucket);
        }

        return null;
    }

    /// <summary>Zeros at the end are not kept.</summary>
    public static int[] Trim(int[] counts) => counts[..(Array.FindLastIndex(counts, count => count != 0) + 1)];

    private static double MiddleMilliseconds(int bucket) => bucket == 0
        ? 0.128
        : Math.ScaleB(0.256, (bucket - 1) / PerOctave) * (1 + ((bucket - 1) % PerOctave + 0.5) / PerOctave);
}
