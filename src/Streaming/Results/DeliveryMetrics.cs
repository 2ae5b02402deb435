using ResultLog;
using ResultLog.Pump;
using Telemetry;
using static Telemetry.MetricType;

namespace Streaming.Results;

internal static class DeliveryMetrics
{
    /// <summary>Of none where there is no sink.</summary>
    public static MetricGroup OfLog(ResultDelivery delivery) => new MetricGroup<WriteAheadLog>(
        () => delivery.Log,
        new(Gauge, "stream_log_state", "1 for the state that the result log is in.", ["state"],
            log => Enum.GetValues<LogState>().Select(state => (new[] { state.Label() }, (Reading)(log.State == state ? 1 : 0)))),
        new(Gauge, "stream_log_bytes", "Size of the result log.", log => log.Segments.Bytes),
        new(Gauge, "stream_log_oldest_seconds", "How long its oldest record has been there.", log => log.OldestAge.TotalSeconds),
        new(Counter, "stream_log_accepted_total", "Records accepted into the log.", log => log.Counters.Accepted),
        new(Counter, "stream_log_accepted_bytes_total", "Their payloads.", log => log.Counters.AcceptedBytes),
        new(Counter, "stream_log_refused_total", "Records that the log did not accept, by reason.", ["reason"],
            log => Enum.GetValues<AppendOutcome>().Where(outcome => outcome != AppendOutcome.Accepted).Select(outcome => (new[] { outcome.Label() }, (Reading)log.Counters.Refused(outcome)))),
        new(Counter, "stream_log_trimmed_total", "Records that a limit took before every sink had acknowledged them.", log => log.Counters.Trimmed),
        new(Gauge, "stream_log_truncated_bytes", "Cut off the log's end at the start, as it made no whole record.", log => log.TruncatedBytes),
        new(Counter, "stream_log_fsync_failures_total", "Times that records could not be forced to the medium.", log => log.Counters.FsyncFailures));

    public static MetricGroup OfSinks(ResultDelivery delivery) => new MetricGroup<SinkPump>(
        () => delivery.Sinks, ["sink"], sink => [sink.Name],
        new(Gauge, "stream_sink_up", "1 while the sink takes results.", sink => sink.State == SinkState.Up ? 1 : 0),
        new(Gauge, "stream_sink_lag_records", "Records that the sink has yet to acknowledge.", sink => sink.Lag.Records),
        new(Gauge, "stream_sink_lag_bytes", "About how many bytes they have.", sink => sink.Lag.Bytes),
        new(Gauge, "stream_sink_lag_seconds", "How long the oldest of them has been in the log.", sink => sink.LagAge.TotalSeconds),
        new(Counter, "stream_sink_delivered_total", "Records that the sink acknowledged.", sink => sink.Counters.Delivered),
        new(Counter, "stream_sink_replayed_total", "Of those, records that an earlier start had logged.", sink => sink.Counters.Replayed),
        new(Counter, "stream_sink_retried_total", "Records given to the sink again after a failure.", sink => sink.Counters.Retried),
        new(Counter, "stream_sink_dropped_total", "Records that the sink never gets: trimmed, unreadable or refused by it.", sink => sink.Counters.Dropped),
        new(Counter, "stream_sink_faults_total", "Failures of the sink that nobody foresaw: each is a bug, the log has its stack.", sink => sink.Counters.Faults));
}
