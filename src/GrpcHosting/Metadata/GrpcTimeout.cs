using System.Globalization;

namespace GrpcHosting.Metadata;

/// <summary>grpc-timeout: one to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;

    // Hours, minutes, seconds, milli-, micro- and nanoseconds.
    private const string Units = "HMSmun";

    private static readonly double[] s_ticksOfUnit =
    [
        TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMicrosecond, 1.0 / TimeSpan.NanosecondsPerTick,
    ];

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1)
            return false;
        var unit = Units.IndexOf(text[^1], StringComparison.Ordinal);
        if (unit < 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return false;
        timeout = TimeSpan.FromTicks((long)Math.Ceiling(amount * s_ticksOfUnit[unit]));
        return true;
    }

    /// <summary>In the finest unit whose digits suffice, rounded up.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(0, timeout.Ticks);
        for (var unit = Units.Length - 1; unit >= 0; unit--)
            if (Math.Ceiling(ticks / s_ticksOfUnit[unit]) is var amount and < 1e8)
                return amount.ToString("F0", CultureInfo.InvariantCulture) + Units[unit];
        return "99999999H";
    }
}
