using Wire.V1;

namespace Sinks.Store.Tally;

/// <summary>When a record counts: by its own time, or by that of its append where it has none or a clock was far off.</summary>
/// <param name="retention">What claims to be older would be gone at once.</param>
internal readonly struct TallyTimestamp(TimeSpan retention)
{
    // A camera's clock may run ahead by a wrong time zone, not by more.
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    /// <returns>Unix milliseconds.</returns>
    public long Of(TimestampView? own, long appended)
    {
        // A timestamp's seconds may be any number: no arithmetic before they are known to be near.
        if (own is not { } time || time.Seconds < (appended - retention.TotalMilliseconds) / 1000 || time.Seconds > (appended + MostAhead.TotalMilliseconds) / 1000)
            return appended;
        return time.Seconds * 1000 + Math.Clamp(time.Nanos, 0, 999_999_999) / 1_000_000;
    }
}
