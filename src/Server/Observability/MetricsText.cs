using System.Globalization;
using System.Text;
using Server.Cache;
using Server.Delivery;
using Server.Ingest.WebRtc;
using Server.Streams;

namespace Server.Observability;

/// <summary>/metrics in the Prometheus text format 0.0.4.</summary>
internal static class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(StreamRegistry registry, ResultDelivery delivery, ModelMetrics models, ResultCache cache, WebRtcIngest ingest)
    {
        var text = new StringBuilder();
        var streams = registry.All.Select(stream => (stream.Id, Counts: stream.Totals, stream.Status, stream.Hub)).ToList();

        Family(text, "stream_frames_received_total", "counter", "Access units received.");
        foreach (var stream in streams)
            Sample(text, "stream_frames_received_total", $"stream=\"{stream.Id}\"", stream.Counts.Received);

        Family(text, "stream_frames_inferred_total", "counter", "Frames with a result.");
        foreach (var stream in streams)
            Sample(text, "stream_frames_inferred_total", $"stream=\"{stream.Id}\"", stream.Counts.Inferred);

        Family(text, "stream_frames_dropped_total", "counter", "Frames without a result, by reason.");
        foreach (var stream in streams)
        {
            foreach (var reason in DropReasons.All)
                Sample(text, "stream_frames_dropped_total", $"stream=\"{stream.Id}\",reason=\"{reason.Tag()}\"", stream.Counts.Dropped[(int)reason]);
        }

        Family(text, "stream_frames_in_flight", "gauge", "Frames received and not yet ended.");
        foreach (var stream in streams)
            Sample(text, "stream_frames_in_flight", $"stream=\"{stream.Id}\"", stream.Counts.InFlight);

        Family(text, "stream_live", "gauge", "1 while frames come in.");
        foreach (var stream in streams)
            Sample(text, "stream_live", $"stream=\"{stream.Id}\"", stream.Status.State == StreamState.Live ? 1 : 0);

        Family(text, "stream_reconnects_total", "counter", "Times the source was lost and tried again.");
        foreach (var stream in streams)
            Sample(text, "stream_reconnects_total", $"stream=\"{stream.Id}\"", stream.Status.Reconnects);

        Family(text, "stream_subscriber_results_dropped_total", "counter", "Results that slow subscribers lost.");
        foreach (var stream in streams)
            Sample(text, "stream_subscriber_results_dropped_total", $"stream=\"{stream.Id}\"", stream.Hub.Dropped);

        Family(text, "stream_cache_hits_total", "counter", "Pictures and tensors answered without inference.");
        Sample(text, "stream_cache_hits_total", "", cache.Hits);
        Family(text, "stream_cache_misses_total", "counter", "Pictures and tensors that were not in the cache.");
        Sample(text, "stream_cache_misses_total", "", cache.Misses);

        WebRtcMetrics.Write(text, ingest);
        DeliveryMetrics.Write(text, delivery);
        models.Write(text);
        return text.ToString();
    }

    internal static void Family(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    internal static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");

    // WaitingKeyframe -> waiting_keyframe
    internal static string Tag(Enum reason) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
