namespace Load.WebRtc;

/// <summary>One window's latencies in milliseconds.</summary>
internal sealed record CaptureLatencies(int Count, long Dropped, double P50, double P95, double P99)
{
    public static CaptureLatencies Of(IEnumerable<double> latencies, long dropped)
    {
        double[] sorted = [.. latencies.Order()];
        return sorted.Length == 0
            ? throw new Streaming.UserException("no result with a capture time came: does the browser send any?")
            : new(sorted.Length, dropped, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));
    }

    public static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
