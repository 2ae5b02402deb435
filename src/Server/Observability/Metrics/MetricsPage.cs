using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Server.Delivery;
using Server.Delivery.Log;
using Server.Ingest.WebRtc;
using Server.Publish;
using Server.Streams;
using WebRtc;
using static Server.Observability.Metrics.MetricType;

namespace Server.Observability.Metrics;

/// <summary>Every metric of the server: type, name, help, labels, and where it is read. docs/metrics.md is this page as a table.</summary>
/// <remarks>The unit is the name's end. What Triton counts too has Triton's name; processes have Prometheus' names, the runtime and HTTP OpenTelemetry's.</remarks>
internal static class MetricsPage
{
    private static readonly MetricGroup<StreamReading> Streams = new(
        scrape => scrape.Streams, ["stream"], stream => [stream.Id],
        new(Counter, "stream_frames_received_total", "Access units and raw frames received.", stream => stream.Frames.Received),
        new(Counter, "stream_frames_inferred_total", "Frames with a result.", stream => stream.Frames.Inferred),
        new(Counter, "stream_frames_dropped_total", "Frames without a result, by reason.", ["reason"],
            stream => DropReasons.All.Select(reason => (new[] { reason.Tag() }, (Reading)stream.Frames.Dropped[(int)reason]))),
        new(Gauge, "stream_frames_in_flight", "Frames received and not yet ended; received = inferred + dropped + in flight.", stream => stream.Frames.InFlight),
        new(Gauge, "stream_received_fps", "Frames received a second, over the last 10.", stream => stream.Stream.Rates.Received),
        new(Gauge, "stream_inferred_fps", "Frames inferred a second, over the last 10.", stream => stream.Stream.Rates.Inferred),
        new(Gauge, "stream_result_age_seconds", "How long ago the frame of the newest result arrived.", stream => stream.Hub.LatestAge?.TotalSeconds ?? double.NaN),
        new(Gauge, "stream_live", "1 while frames come in.", stream => stream.Status.State == StreamState.Live ? 1 : 0),
        new(Counter, "stream_reconnects_total", "Times the source was lost and tried again.", stream => stream.Status.Reconnects),
        new(Gauge, "stream_subscribers", "Subscribers of results, by how they come.", ["by"],
            stream => Enum.GetValues<SubscriberKind>().Select(kind => (new[] { Tag(kind) }, (Reading)stream.Hub.Subscribers(kind)))),
        new(Counter, "stream_subscriber_results_dropped_total", "Results that slow subscribers lost.", stream => stream.Hub.Dropped));

    private static readonly MetricGroup<ModelTimings> Frames = new(
        scrape => scrape.Timings, ["model"], timings => [timings.Model],
        new(Histogram, "stream_frame_stage_seconds", "Time of a stream's frame in each stage: decode, queue, preprocess, infer, postprocess, publish.", ["stage"], timings => timings.Stages),
        new(Histogram, "stream_frame_latency_seconds", "From the arrival of a stream's frame to the publication of its result.", timings => timings.Latency.Read()));

    private static readonly MetricGroup<Scrape> Publishers = new(
        scrape => scrape,
        new(Gauge, "stream_webrtc_sessions", "Sessions of publishers, by state.", ["state"],
            scrape => new[] { SessionState.Waiting, SessionState.Handshaking, SessionState.Connected }.Select(state => (new[] { Tag(state) }, (Reading)scrape.Publishers.Sessions.Count(session => session.State == state)))),
        new(Counter, "stream_webrtc_sessions_ended_total", "Sessions that are over, by how.", ["how"],
            scrape => [(["closed"], scrape.Publishers.Totals.Closed), (["failed"], scrape.Publishers.Totals.Failed), (["refused"], scrape.Publishers.Totals.Refused)]),
        new(Counter, "stream_webrtc_packets_total", "RTP packets of video, without repeats.", scrape => scrape.Publishers.Totals.Packets),
        new(Counter, "stream_webrtc_bytes_total", "Their bytes.", scrape => scrape.Publishers.Totals.Bytes),
        new(Counter, "stream_webrtc_packets_lost_total", "Packets that never came, or too late.", scrape => scrape.Publishers.Totals.PacketsLost),
        new(Counter, "stream_webrtc_packets_recovered_total", "Packets that were missing and came after all.", scrape => scrape.Publishers.Totals.PacketsRecovered),
        new(Counter, "stream_webrtc_nacks_total", "Packets asked for again.", scrape => scrape.Publishers.Totals.Nacks),
        new(Counter, "stream_webrtc_key_frame_requests_total", "Key frames asked for.", scrape => scrape.Publishers.Totals.KeyFrameRequests),
        new(Counter, "stream_webrtc_frames_total", "Access units put together.", scrape => scrape.Publishers.Totals.Frames),
        new(Counter, "stream_webrtc_frames_damaged_total", "Frames with a part that never came.", scrape => scrape.Publishers.Totals.FramesDamaged),
        new(Counter, "stream_webrtc_frames_undecodable_total", "Frames between a lost one and the next key frame.", scrape => scrape.Publishers.Totals.FramesUndecodable),
        new(Counter, "stream_webrtc_frames_skipped_total", "Access units that decoding was too slow for.", scrape => scrape.Publishers.Totals.UnitsSkipped),
        new(Counter, "stream_webrtc_packets_forged_total", "Packets that were not made with their session's keys.", scrape => scrape.Publishers.Totals.Forged),
        new(Counter, "stream_webrtc_packets_replayed_total", "Packets that came a second time.", scrape => scrape.Publishers.Totals.Replayed));

    private static readonly MetricGroup<EndpointStatistics> MediaPort = new(
        scrape => scrape.MediaPort,
        new(Counter, "stream_webrtc_datagrams_total", "Datagrams that came to the port.", port => port.Datagrams),
        new(Counter, "stream_webrtc_datagrams_unknown_total", "Datagrams of no session.", port => port.Unknown),
        new(Counter, "stream_webrtc_checks_limited_total", "Connectivity checks dropped unread, as their address sent too many.", port => port.ChecksLimited),
        new(Counter, "stream_webrtc_socket_drops_total", "Datagrams that the system dropped, for the port's buffer was full.", port => port.SocketDrops),
        new(Counter, "stream_webrtc_send_failures_total", "Datagrams that the system, or a slow connection, did not take.", port => port.SendFailures),
        new(Counter, "stream_webrtc_connections_cut_total", "TCP connections refused or ended, as they were too many or of no session.", port => port.ConnectionsCut),
        new(Counter, "stream_webrtc_faults_total", "Failures of the port or a session that nobody foresaw: each is a bug, the log has its stack.", port => port.Faults));

    // Frames and clients' tensors alike.
    private static readonly MetricGroup<ModelReading> Models = new(
        scrape => scrape.Models, ["model", "version"], model => [model.Name, model.Version],
        new(Counter, "nv_inference_request_success", "Requests answered; a frame is one.", model => model.Counted.Succeeded.Count),
        new(Counter, "nv_inference_request_failure", "Requests taken in and not answered.", ["reason"],
            model => [(["CANCELED"], model.Counted.Cancelled), (["OTHER"], model.Counted.Failed.Count - model.Counted.Cancelled)]),
        new(Counter, "nv_inference_count", "Pictures inferred.", model => model.Counted.Inferences),
        new(Counter, "nv_inference_exec_count", "Runs of the model; pictures / runs is the mean batch.", model => model.Counted.Runs),
        new(Gauge, "nv_inference_pending_request_count", "Streams and tensors with a picture that waits for a lane.", model => model.Waiting),
        new(Counter, "nv_inference_request_duration_us", "Time of answered requests from start to end.", model => Microseconds(model.Counted.Succeeded.Time)),
        new(Counter, "nv_inference_queue_duration_us", "Time that pictures waited for a lane.", model => Microseconds(model.Counted.Queue)),
        new(Counter, "nv_inference_compute_input_duration_us", "Time to fill batches, charged to each picture.", model => Microseconds(model.Counted.Input)),
        new(Counter, "nv_inference_compute_infer_duration_us", "Time inside the model, charged to each picture.", model => Microseconds(model.Counted.Infer)),
        new(Counter, "nv_inference_compute_output_duration_us", "Time to make results.", model => Microseconds(model.Counted.Output)),
        new(Histogram, "stream_batch_size", "Pictures in a run of the model.", model => model.BatchSizes));

    private static readonly MetricGroup<Scrape> Requests = new(
        scrape => scrape,
        new(Counter, "stream_infer_requests_refused_total", "Requests with tensors that found the server full.", scrape => scrape.Infers.Refused),
        new(Counter, "stream_cache_hits_total", "Pictures and tensors answered without inference.", scrape => scrape.Cache.Hits),
        new(Counter, "stream_cache_misses_total", "Pictures and tensors that were not in the cache.", scrape => scrape.Cache.Misses),
        new(Counter, "stream_cache_faults_total", "Failures of the cache that nobody foresaw: each is a bug, the log has its stack.", scrape => scrape.Cache.Faults),
        new(Gauge, "http_server_active_requests", "HTTP requests and gRPC calls under way; subscriptions last.", scrape => scrape.Requests.Active),
        new(Histogram, "http_server_request_duration_seconds", "Time of HTTP requests and gRPC calls.", ["http_request_method", "http_route", "http_response_status_code"],
            scrape => scrape.Requests.All.Select(kind => (new[] { kind.Key.Method, kind.Key.Route, $"{kind.Key.Status}" }, (Reading)kind.Value.Read()))));

    private static readonly MetricGroup<ResultLog> Log = new(
        scrape => scrape.Log,
        new(Gauge, "stream_log_state", "1 for the state that the result log is in.", ["state"],
            log => Enum.GetValues<LogState>().Select(state => (new[] { Tag(state) }, (Reading)(log.State == state ? 1 : 0)))),
        new(Gauge, "stream_log_bytes", "Size of the result log.", log => log.Segments.Bytes),
        new(Gauge, "stream_log_oldest_seconds", "How long its oldest record has been there.", log => log.OldestAge.TotalSeconds),
        new(Counter, "stream_log_accepted_total", "Records accepted into the log.", log => log.Counters.Accepted),
        new(Counter, "stream_log_accepted_bytes_total", "Their payloads.", log => log.Counters.AcceptedBytes),
        new(Counter, "stream_log_refused_total", "Records that the log did not accept, by reason.", ["reason"],
            log => Enum.GetValues<AppendOutcome>().Where(outcome => outcome != AppendOutcome.Accepted).Select(outcome => (new[] { Tag(outcome) }, (Reading)log.Counters.Refused(outcome)))),
        new(Counter, "stream_log_trimmed_total", "Records that a limit took before every sink had acknowledged them.", log => log.Counters.Trimmed),
        new(Gauge, "stream_log_truncated_bytes", "Cut off the log's end at the start, as it made no whole record.", log => log.TruncatedBytes),
        new(Counter, "stream_log_fsync_failures_total", "Times that records could not be forced to the medium.", log => log.Counters.FsyncFailures));

    private static readonly MetricGroup<SinkPump> Sinks = new(
        scrape => scrape.Sinks, ["sink"], sink => [sink.Name],
        new(Gauge, "stream_sink_up", "1 while the sink takes results.", sink => sink.State == SinkState.Up ? 1 : 0),
        new(Gauge, "stream_sink_lag_records", "Records that the sink has yet to acknowledge.", sink => sink.Lag.Records),
        new(Gauge, "stream_sink_lag_bytes", "About how many bytes they have.", sink => sink.Lag.Bytes),
        new(Gauge, "stream_sink_lag_seconds", "How long the oldest of them has been in the log.", sink => sink.LagAge.TotalSeconds),
        new(Counter, "stream_sink_delivered_total", "Records that the sink acknowledged.", sink => sink.Counters.Delivered),
        new(Counter, "stream_sink_replayed_total", "Of those, records that an earlier start had logged.", sink => sink.Counters.Replayed),
        new(Counter, "stream_sink_retried_total", "Records given to the sink again after a failure.", sink => sink.Counters.Retried),
        new(Counter, "stream_sink_dropped_total", "Records that the sink never gets: trimmed, unreadable or refused by it.", sink => sink.Counters.Dropped),
        new(Counter, "stream_sink_faults_total", "Failures of the sink that nobody foresaw: each is a bug, the log has its stack.", sink => sink.Counters.Faults));

    private static readonly MetricGroup<Scrape> Runtime = new(
        scrape => scrape,
        new(Counter, "process_cpu_seconds_total", "Processor time, user and system.", scrape => scrape.Process.CpuSeconds),
        new(Gauge, "process_resident_memory_bytes", "Memory that is resident.", scrape => scrape.Process.ResidentBytes),
        new(Gauge, "process_virtual_memory_bytes", "Address space that is taken.", scrape => scrape.Process.VirtualBytes),
        new(Gauge, "process_open_fds", "File descriptors open.", scrape => scrape.Process.OpenFds),
        new(Gauge, "process_max_fds", "File descriptors that may be open.", scrape => scrape.Process.MaxFds),
        new(Gauge, "process_threads", "Threads, native ones too.", scrape => scrape.Process.Threads),
        new(Gauge, "process_start_time_seconds", "When it started, since 1970.", scrape => scrape.Process.StartUnixSeconds),
        new(Counter, "dotnet_gc_collections_total", "Collections, by the oldest generation that was collected.", ["gc_heap_generation"],
            _ => Enumerable.Range(0, GC.MaxGeneration + 1).Select(age => (new[] { $"gen{age}" }, (Reading)(GC.CollectionCount(age) - (age < GC.MaxGeneration ? GC.CollectionCount(age + 1) : 0))))),
        new(Counter, "dotnet_gc_pause_time_seconds_total", "Time that the collector held everything up.", _ => GC.GetTotalPauseDuration().TotalSeconds),
        new(Gauge, "dotnet_gc_pause_ratio", "Share of all time that it did.", scrape => scrape.LastCollection.PauseTimePercentage / 100),
        new(Counter, "dotnet_gc_heap_total_allocated_bytes_total", "Managed memory allocated so far.", _ => GC.GetTotalAllocatedBytes()),
        new(Gauge, "dotnet_gc_last_collection_heap_size_bytes", "Managed heap after the last collection.", scrape => scrape.LastCollection.HeapSizeBytes),
        new(Gauge, "dotnet_gc_last_collection_memory_committed_size_bytes", "Memory that the heap then held.", scrape => scrape.LastCollection.TotalCommittedBytes),
        new(Gauge, "dotnet_thread_pool_threads", "Threads of the pool.", _ => ThreadPool.ThreadCount),
        new(Gauge, "dotnet_thread_pool_queue_length", "Work that waits for one.", _ => ThreadPool.PendingWorkItemCount),
        new(Info, "stream_build_info", "What runs here.", ["version", "revision", "runtime"], _ => [(Build, 1)]));

    public static IReadOnlyList<MetricGroup> Groups { get; } = [Streams, Frames, Publishers, MediaPort, Models, Requests, Log, Sinks, Runtime];

    public static IEnumerable<MetricFamily> Families => Groups.SelectMany(group => group.Families);

    public static void Write(Scrape scrape, Exposition exposition)
    {
        foreach (var group in Groups)
            group.Write(scrape, exposition);
        exposition.End();
    }

    // 0.1.0+f2435de…: the SDK appends the commit where it is built in a checkout.
    private static string[] Build =>
        [.. typeof(MetricsPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2).Append("").Take(2), RuntimeInformation.FrameworkDescription];

    // AppendTimeout -> append_timeout
    private static string Tag(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static double Microseconds(TimeSpan time) => Math.Floor(time.TotalMicroseconds);
}
