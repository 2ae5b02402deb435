using System.Globalization;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>What is wrong with the video of a publisher that is, or was, connected.</summary>
internal static class MediaFindings
{
    /// <summary>Above it pictures suffer: repeats take a round trip, and a key frame more.</summary>
    private const double MuchLoss = 0.02;

    /// <summary>Two frames' time of 30 frames/s: it shows in the latency of results.</summary>
    private static readonly TimeSpan MuchJitter = TimeSpan.FromMilliseconds(66);

    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(1);

    /// <summary>Sender reports come every few seconds.</summary>
    private const int FramesUntilCaptureTimes = 300;

    private const int FewRequests = 5;

    public static IEnumerable<Finding?> Of(SessionFacts session, PeerStatistics peer) =>
    [
        Silence(session, peer), peer is { Packets: > 0, Frames: 0 } ? NoFrame(peer) : null, Loss(peer), Jitter(peer), BFrames(peer), KeyFrames(peer),
        Undecodable(session), TooSlow(session), CaptureTimes(session, peer), Foreign(peer),
    ];

    private static Finding? Silence(SessionFacts session, PeerStatistics peer)
    {
        // Who was given up for it has been silent for as long as the operator waits.
        var isSilent = session.IsGivenUp
            ? !(peer.Silence < LeastSilence)
            : session.State == SessionState.Connected && session.InState >= Diagnosis.GracePeriod && !(peer.Silence < Diagnosis.GracePeriod);
        if (!isSilent)
            return null;
        return peer.Silence is { } silence
            ? new("video_stopped", Words($"No packet has come for {silence.TotalSeconds:0} s."), "Look whether the publisher's track was muted or ended, or its camera taken away.")
            : new(
                "no_video", "Connected, but no packet of video has come.",
                $"Look whether the publisher has a camera and may use it, and has an encoder for {session.Codec}: its own log tells.");
    }

    private static Finding NoFrame(PeerStatistics peer) => new(
        "no_key_frame", $"{peer.Packets} packets came, but no key frame, which was asked for {peer.KeyFrameRequests} times: nothing can be decoded.",
        "The encoder must send a key frame when it is asked for one (PLI), or every second or two (OBS: Keyframe Interval 1 s).");

    private static Finding? Loss(PeerStatistics peer)
    {
        var sent = (double)(peer.Packets + peer.PacketsLost);
        return peer.PacketsLost + peer.PacketsRecovered > MuchLoss * sent
            ? new(
                "packet_loss", Words($"{(peer.PacketsLost + peer.PacketsRecovered) / sent:P1} of the packets were missing; {peer.PacketsRecovered} came after all, {peer.PacketsLost} never."),
                "Use a wired network or a lower bitrate; where the round trip is long, a larger WebRtc:MaxJitterDelayMilliseconds gives repeats more time.")
            : null;
    }

    private static Finding? Jitter(PeerStatistics peer) => peer.Jitter > MuchJitter
        ? new("jitter", Words($"Packets come unevenly, by {peer.Jitter.TotalMilliseconds:0} ms."), "Use a wired network, and look whether the publisher's processor is busy.")
        : null;

    private static Finding? BFrames(PeerStatistics peer) => peer.FramesBackward > 0
        ? new(
            "b_frames", $"The publisher sends B-frames: {peer.FramesBackward} frames came after one that is shown later, so their results are out of order.",
            "Turn B-frames off. OBS: x264 with tune zerolatency, or bframes=0; FFmpeg: -bf 0 -tune zerolatency; GStreamer: x264enc tune=zerolatency.")
        : null;

    private static Finding? KeyFrames(PeerStatistics peer) => peer is { Frames: > 0, KeyFrameRequests: > FewRequests } && peer.KeyFrames * FewRequests < peer.KeyFrameRequests
        ? new(
            "no_answer_to_pli", $"A key frame was asked for {peer.KeyFrameRequests} times, and {peer.KeyFrames} came: each loss costs the video until the next.",
            "Let the encoder answer requests for key frames, or send one every second or two (OBS: Keyframe Interval 1 s).")
        : null;

    private static Finding? Undecodable(SessionFacts session) => session.DecodeErrors > 0
        ? new(
            "decode_errors", $"{session.DecodeErrors} frames came whole and made no picture.",
            $"The publisher's encoder breaks the rules of {session.Codec}, or uses a profile that FFmpeg lacks: try its software encoder, or another codec.")
        : null;

    private static Finding? TooSlow(SessionFacts session) => session.UnitsSkipped > 0
        ? new(
            "decoding_too_slow", $"{session.UnitsSkipped} frames were passed over, since decoding does not keep up.",
            "Give the server more processors, or publish fewer streams or smaller pictures.")
        : null;

    private static Finding? CaptureTimes(SessionFacts session, PeerStatistics peer) => peer.Frames > FramesUntilCaptureTimes && !session.HasCaptureTimes
        ? new(
            "no_capture_time", "The publisher does not tell when its pictures were taken, so results have no capture time.",
            "It should send RTCP sender reports with its wall clock, or the header extension abs-capture-time.")
        : null;

    private static Finding? Foreign(PeerStatistics peer) => peer.Forged > 0
        ? new("forged_packets", $"{peer.Forged} packets were not made with the publisher's keys; they were dropped.", "Somebody sends to this session who is not its publisher.")
        : null;

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
