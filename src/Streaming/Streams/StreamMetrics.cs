using Streaming.Pipeline;
using Streaming.Results;
using Telemetry;
using static Telemetry.MetricType;

namespace Streaming.Streams;

internal static class StreamMetrics
{
    public static MetricGroup Of(StreamRegistry registry) => new MetricGroup<StreamReading>(
        () => registry.All.Select(stream => new StreamReading(stream, stream.Totals, stream.Status)), ["stream"], stream => [stream.Stream.Id],
        new(Counter, "stream_frames_received_total", "Access units and raw frames received.", stream => stream.Frames.Received),
        new(Counter, "stream_frames_inferred_total", "Frames with a result.", stream => stream.Frames.Inferred),
        new(Counter, "stream_frames_dropped_total", "Frames without a result, by reason.", ["reason"],
            stream => DropReasons.All.Select(reason => (new[] { reason.Tag() }, (Reading)stream.Frames.Dropped[(int)reason]))),
        new(Gauge, "stream_frames_in_flight", "Frames received and not yet ended; received = inferred + dropped + in flight.", stream => stream.Frames.InFlight),
        new(Gauge, "stream_received_fps", "Frames received a second, over the last 10.", stream => stream.Stream.Rates.Received),
        new(Gauge, "stream_inferred_fps", "Frames inferred a second, over the last 10.", stream => stream.Stream.Rates.Inferred),
        new(Gauge, "stream_result_age_seconds", "How long ago the frame of the newest result arrived.", stream => stream.Hub.LatestAge?.TotalSeconds ?? double.NaN),
        new(Gauge, "stream_live", "1 while frames are decoded.", stream => stream.Status.State == StreamState.Live ? 1 : 0),
        new(Counter, "stream_reconnects_total", "Times the source was lost and tried again.", stream => stream.Status.Reconnects),
        new(Gauge, "stream_subscribers", "Subscribers of results, by how they come.", ["by"],
            stream => Enum.GetValues<SubscriberKind>().Select(kind => (new[] { kind.Label() }, (Reading)stream.Hub.Subscribers(kind)))),
        new(Counter, "stream_subscriber_results_dropped_total", "Results that slow subscribers lost.", stream => stream.Hub.Dropped));

    private sealed record StreamReading(VideoStream Stream, FrameCounts Frames, StreamStatus Status)
    {
        public ResultHub Hub => Stream.Hub;
    }
}
