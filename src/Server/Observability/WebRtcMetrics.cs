using System.Text;
using Server.Ingest.WebRtc;
using WebRtc;

namespace Server.Observability;

/// <summary>Publishers by WebRTC, for /metrics.</summary>
internal static class WebRtcMetrics
{
    private static readonly SessionState[] Present = [SessionState.Waiting, SessionState.Handshaking, SessionState.Connected];

    private static readonly (string Name, string Help, Func<WebRtcTotals, long> Of)[] OfSessions =
    [
        ("stream_webrtc_packets_total", "RTP packets of video, without repeats.", totals => totals.Packets),
        ("stream_webrtc_bytes_total", "Their bytes.", totals => totals.Bytes),
        ("stream_webrtc_packets_lost_total", "Packets that never came, or too late.", totals => totals.PacketsLost),
        ("stream_webrtc_packets_recovered_total", "Packets that were missing and came after all.", totals => totals.PacketsRecovered),
        ("stream_webrtc_nacks_total", "Packets asked for again.", totals => totals.Nacks),
        ("stream_webrtc_key_frame_requests_total", "Key frames asked for.", totals => totals.KeyFrameRequests),
        ("stream_webrtc_frames_total", "Access units put together.", totals => totals.Frames),
        ("stream_webrtc_frames_damaged_total", "Frames with a part that never came.", totals => totals.FramesDamaged),
        ("stream_webrtc_frames_undecodable_total", "Frames between a lost one and the next key frame.", totals => totals.FramesUndecodable),
        ("stream_webrtc_frames_skipped_total", "Access units that decoding was too slow for.", totals => totals.UnitsSkipped),
        ("stream_webrtc_packets_forged_total", "Packets that were not made with their session's keys.", totals => totals.Forged),
        ("stream_webrtc_packets_replayed_total", "Packets that came a second time.", totals => totals.Replayed),
    ];

    private static readonly (string Name, string Help, Func<EndpointStatistics, long> Of)[] OfPort =
    [
        ("stream_webrtc_datagrams_total", "Datagrams that came to the port.", port => port.Datagrams),
        ("stream_webrtc_datagrams_unknown_total", "Datagrams of no session.", port => port.Unknown),
        ("stream_webrtc_checks_limited_total", "Connectivity checks dropped unread, as their address sent too many.", port => port.ChecksLimited),
        ("stream_webrtc_send_failures_total", "Datagrams that the system did not take.", port => port.SendFailures),
    ];

    public static void Write(StringBuilder text, WebRtcIngest ingest)
    {
        var (sessions, totals) = ingest.Sessions.Snapshot();
        MetricsText.Family(text, "stream_webrtc_sessions", "gauge", "Sessions of publishers, by state.");
        foreach (var state in Present)
            MetricsText.Sample(text, "stream_webrtc_sessions", $"state=\"{MetricsText.Tag(state)}\"", sessions.Count(session => session.State == state));

        MetricsText.Family(text, "stream_webrtc_sessions_ended_total", "counter", "Sessions that are over, by how.");
        foreach (var (state, count) in new[] { (SessionState.Closed, totals.Closed), (SessionState.Failed, totals.Failed), (SessionState.Refused, totals.Refused) })
            MetricsText.Sample(text, "stream_webrtc_sessions_ended_total", $"how=\"{MetricsText.Tag(state)}\"", count);

        foreach (var (name, help, of) in OfSessions)
            One(text, name, help, of(totals));
        if (ingest.Statistics is not { } port)
            return;
        foreach (var (name, help, of) in OfPort)
            One(text, name, help, of(port));
    }

    private static void One(StringBuilder text, string name, string help, double value)
    {
        MetricsText.Family(text, name, "counter", help);
        MetricsText.Sample(text, name, "", value);
    }
}
