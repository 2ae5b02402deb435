using System.Globalization;

namespace Load.Outage;

/// <summary>What the server's metrics say of the log and its sinks.</summary>
/// <param name="Lost">Records that were refused by the log, trimmed from it, or refused by a sink.</param>
internal readonly record struct SinkLag(bool AllUp, long MostRecords, long Lost)
{
    private static readonly string[] Losses = ["stream_log_refused_total", "stream_log_trimmed_total", "stream_sink_dropped_total"];

    public static async Task<SinkLag> Read(Uri metrics, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = metrics };
        var samples = (await http.GetStringAsync("/metrics", stop)).Split('\n').Where(line => line.StartsWith("stream_", StringComparison.Ordinal)).ToList();
        return new(
            Of(samples, "stream_sink_up").All(up => up > 0),
            (long)Of(samples, "stream_sink_lag_records").DefaultIfEmpty(0).Max(),
            (long)Losses.Sum(name => Of(samples, name).Sum()));
    }

    private static IEnumerable<double> Of(List<string> samples, string name) =>
        samples.Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
