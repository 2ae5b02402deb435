using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Server.Observability.Metrics;

internal enum ExpositionFormat
{
    /// <summary>Prometheus text format 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}

/// <summary>Which format a scraper gets, and what it is called.</summary>
internal static class ExpositionFormats
{
    public static string ContentType(this ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The format that is wanted most; text where both are alike or neither is, since every scraper reads it.</summary>
    public static ExpositionFormat Choose(IList<MediaTypeHeaderValue> accepted)
    {
        double open = 0, text = 0;
        foreach (var range in accepted)
        {
            var quality = range.Quality ?? 1;
            if (Is(range, "application/openmetrics-text", "1.0.0"))
                open = Math.Max(open, quality);
            else if (Is(range, "text/plain", "0.0.4"))
                text = Math.Max(text, quality);
        }

        return open > text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    private static bool Is(MediaTypeHeaderValue range, string type, string version) =>
        range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)
        && (range.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) is not { } requested
            || HeaderUtilities.RemoveQuotes(requested.Value).Equals(version, StringComparison.Ordinal));

    /// <summary>A number as both formats write it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A bucket's bound in OpenMetrics' canonical form, 1.0 rather than 1; in text too, so that series stay the same whichever is scraped.</summary>
    public static string Bound(double value) => Number(value) is var text && text.All(char.IsAsciiDigit) ? text + ".0" : text;
}
