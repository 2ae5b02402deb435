using System.Text;
using Server.Delivery;
using Server.Delivery.Log;

namespace Server.Observability;

/// <summary>The result log and its sinks, for /metrics.</summary>
internal static class DeliveryMetrics
{
    private static readonly (string Name, string Type, string Help, Func<SinkPump, double> Of)[] OfSinks =
    [
        ("stream_sink_up", "gauge", "1 while the sink takes results.", sink => sink.State == SinkState.Up ? 1 : 0),
        ("stream_sink_lag_records", "gauge", "Records that the sink has yet to acknowledge.", sink => sink.Lag.Records),
        ("stream_sink_lag_bytes", "gauge", "About how many bytes they have.", sink => sink.Lag.Bytes),
        ("stream_sink_lag_seconds", "gauge", "How long the oldest of them has been in the log.", sink => sink.LagAge.TotalSeconds),
        ("stream_sink_delivered_total", "counter", "Records that the sink acknowledged.", sink => sink.Counters.Delivered),
        ("stream_sink_replayed_total", "counter", "Of those, records that an earlier start had logged.", sink => sink.Counters.Replayed),
        ("stream_sink_retried_total", "counter", "Records given to the sink again after a failure.", sink => sink.Counters.Retried),
        ("stream_sink_dropped_total", "counter", "Records that the sink never gets: trimmed, unreadable or refused by it.", sink => sink.Counters.Dropped),
    ];

    public static void Write(StringBuilder text, ResultDelivery delivery)
    {
        if (delivery.Log is not { } log)
            return;
        One(text, "stream_log_bytes", "gauge", "Size of the result log.", log.Segments.Bytes);
        One(text, "stream_log_oldest_seconds", "gauge", "How long its oldest record has been there.", log.OldestAge.TotalSeconds);
        One(text, "stream_log_accepted_total", "counter", "Records accepted into the log.", log.Counters.Accepted);
        One(text, "stream_log_accepted_bytes_total", "counter", "Their payloads.", log.Counters.AcceptedBytes);
        One(text, "stream_log_trimmed_total", "counter", "Records that a limit took before every sink had acknowledged them.", log.Counters.Trimmed);
        One(text, "stream_log_truncated_bytes", "gauge", "Bytes cut off the log's end at the start, as they made no whole record.", log.TruncatedBytes);
        One(text, "stream_log_fsync_failures_total", "counter", "Times that records could not be forced to the medium.", log.Counters.FsyncFailures);
        OfLog(text, log);
        foreach (var (name, type, help, of) in OfSinks)
        {
            MetricsText.Family(text, name, type, help);
            foreach (var sink in delivery.Sinks)
                MetricsText.Sample(text, name, $"sink=\"{sink.Name}\"", of(sink));
        }
    }

    private static void OfLog(StringBuilder text, ResultLog log)
    {
        MetricsText.Family(text, "stream_log_state", "gauge", "1 for the state that the log is in.");
        foreach (var state in Enum.GetValues<LogState>())
            MetricsText.Sample(text, "stream_log_state", $"state=\"{MetricsText.Tag(state)}\"", log.State == state ? 1 : 0);

        MetricsText.Family(text, "stream_log_refused_total", "counter", "Records that the log did not accept, by reason.");
        foreach (var outcome in Enum.GetValues<AppendOutcome>().Where(outcome => outcome != AppendOutcome.Accepted))
            MetricsText.Sample(text, "stream_log_refused_total", $"reason=\"{MetricsText.Tag(outcome)}\"", log.Counters.Refused(outcome));
    }

    private static void One(StringBuilder text, string name, string type, string help, double value)
    {
        MetricsText.Family(text, name, type, help);
        MetricsText.Sample(text, name, "", value);
    }
}
