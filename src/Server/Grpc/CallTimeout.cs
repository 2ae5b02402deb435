using System.Globalization;

namespace Server.Grpc;

/// <summary>grpc-timeout: one to eight digits and a unit. Grpc.AspNetCore takes what is malformed, and zero, for none.</summary>
internal static class CallTimeout
{
    /// <summary>What a timer can hold, 49 days in seconds; nobody's call lives longer.</summary>
    public const double LongestTimer = 4_000_000;

    /// <returns>Null where it is malformed.</returns>
    public static double? Seconds(string text)
    {
        if (text.Length is < 2 or > 9 || !uint.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return null;
        return text[^1] switch
        {
            'H' => amount * 3600.0,
            'M' => amount * 60.0,
            'S' => amount,
            'm' => amount * 1e-3,
            'u' => amount * 1e-6,
            'n' => amount * 1e-9,
            _ => null,
        };
    }
}
