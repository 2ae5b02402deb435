using Telemetry;
using WebRtc;
using static Telemetry.MetricType;

namespace Streaming.Sources.WebRtc;

public static class WebRtcMetrics
{
    private static readonly SessionState[] Present = [SessionState.Waiting, SessionState.Handshaking, SessionState.Connected];

    public static MetricGroup OfPublishers(Publishers publishers) => new MetricGroup<PublisherReading>(
        () => PublisherReading.Take(publishers),
        new(Gauge, "stream_webrtc_sessions", "Sessions of publishers, by state.", ["state"],
            read => Present.Select(state => (new[] { state.Label() }, (Reading)read.Sessions.Count(session => session.State == state)))),
        new(Counter, "stream_webrtc_sessions_ended_total", "Sessions that are over, by how.", ["how"],
            read => [(["closed"], read.Totals.Closed), (["failed"], read.Totals.Failed), (["refused"], read.Totals.Refused)]),
        new(Counter, "stream_webrtc_packets_total", "RTP packets of video, without repeats.", read => read.Totals.Packets),
        new(Counter, "stream_webrtc_bytes_total", "Their bytes.", read => read.Totals.Bytes),
        new(Counter, "stream_webrtc_packets_lost_total", "Packets that never came, or too late.", read => read.Totals.PacketsLost),
        new(Counter, "stream_webrtc_packets_recovered_total", "Packets that were missing and came after all.", read => read.Totals.PacketsRecovered),
        new(Counter, "stream_webrtc_nacks_total", "Packets asked for again.", read => read.Totals.Nacks),
        new(Counter, "stream_webrtc_key_frame_requests_total", "Key frames asked for.", read => read.Totals.KeyFrameRequests),
        new(Counter, "stream_webrtc_frames_total", "Access units put together.", read => read.Totals.Frames),
        new(Counter, "stream_webrtc_frames_damaged_total", "Frames with a part that never came.", read => read.Totals.FramesDamaged),
        new(Counter, "stream_webrtc_frames_undecodable_total", "Frames between a lost one and the next key frame.", read => read.Totals.FramesUndecodable),
        new(Counter, "stream_webrtc_frames_skipped_total", "Access units that decoding was too slow for.", read => read.Totals.UnitsSkipped),
        new(Counter, "stream_webrtc_packets_forged_total", "Packets that were not made with their session's keys.", read => read.Totals.Forged),
        new(Counter, "stream_webrtc_packets_replayed_total", "Packets that came a second time.", read => read.Totals.Replayed));

    /// <summary>Of none while there is no port.</summary>
    public static MetricGroup OfPort(Publishers publishers) => new MetricGroup<EndpointStatistics>(
        () => publishers.Statistics,
        new(Counter, "stream_webrtc_datagrams_total", "Datagrams that came to the port.", port => port.Datagrams),
        new(Counter, "stream_webrtc_datagrams_unknown_total", "Datagrams of no session.", port => port.Unknown),
        new(Counter, "stream_webrtc_checks_limited_total", "Connectivity checks dropped unread, as their address sent too many.", port => port.ChecksLimited),
        new(Counter, "stream_webrtc_socket_drops_total", "Datagrams that the system dropped, for the port's buffer was full.", port => port.SocketDrops),
        new(Counter, "stream_webrtc_send_failures_total", "Datagrams that the system, or a slow connection, did not take.", port => port.SendFailures),
        new(Counter, "stream_webrtc_connections_cut_total", "TCP connections refused or ended, as they were too many or of no session.", port => port.ConnectionsCut),
        new(Counter, "stream_webrtc_faults_total", "Failures of the port or a session that nobody foresaw: each is a bug, the log has its stack.", port => port.Faults));

    private sealed record PublisherReading(IReadOnlyList<SessionFacts> Sessions, WebRtcTotals Totals)
    {
        public static PublisherReading Take(Publishers publishers)
        {
            var (sessions, totals) = publishers.Snapshot();
            return new(sessions, totals);
        }
    }
}
