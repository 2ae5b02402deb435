using Streaming.Sources.WebRtc;
using WebRtc;

namespace Server.Publishing.Whip;

/// <summary>How a session stands, what was counted, and what is wrong with it.</summary>
/// <param name="Session">The id that its results carry, too.</param>
/// <param name="Client">Where its offer came from.</param>
/// <param name="Reason">Why it ended or was refused, in words; empty before.</param>
/// <param name="Codec">Empty of an offer that was refused.</param>
/// <param name="Ice">Null of an offer that was refused, as all that follows.</param>
/// <param name="Findings">The first is the cause of those behind it. Empty: all is well.</param>
internal sealed record DiagnosisResource(
    string Session, string Stream, string? Client, SessionState State, string Reason, DateTimeOffset Started, DateTimeOffset? Ended, string Codec,
    IceResource? Ice, DtlsResource? Dtls, VideoResource? Video, IReadOnlyList<Finding> Findings)
{
    public static DiagnosisResource Of(SessionFacts facts) => new(
        facts.Id, facts.StreamId, facts.Client?.ToString(), facts.State, facts.Reason, facts.Started, facts.Ended, facts.Codec,
        facts.Peer is { } peer ? IceResource.Of(facts, peer) : null, facts.Peer is { } secured ? DtlsResource.Of(secured) : null,
        facts.Peer is { } sending ? VideoResource.Of(facts, sending) : null, Diagnosis.Of(facts));
}

/// <param name="LocalCandidates">That the answer told.</param>
/// <param name="RemoteCandidates">That the publisher told, by its offer and after it.</param>
/// <param name="RemoteAddress">That it is reached at; null before its first check.</param>
/// <param name="Transport">udp or tcp; empty before its first check.</param>
/// <param name="Checks">Connectivity checks that were answered.</param>
/// <param name="ChecksRefused">Those with a wrong name, password, role or attribute.</param>
internal sealed record IceResource(
    IReadOnlyList<string> LocalCandidates, IReadOnlyList<string> RemoteCandidates, string? RemoteAddress, string Transport, long Checks, long ChecksRefused)
{
    public static IceResource Of(SessionFacts facts, PeerStatistics peer) =>
        new(facts.LocalCandidates, peer.RemoteCandidates, peer.RemoteAddress?.ToString(), peer.Transport, peer.Checks, peer.ChecksRefused);
}

/// <param name="SrtpProfile">Empty before the handshake's end.</param>
/// <param name="Forged">Packets that were not made with the publisher's keys.</param>
/// <param name="Replayed">Packets that came a second time.</param>
internal sealed record DtlsResource(string State, string SrtpProfile, long Forged, long Replayed)
{
    public static DtlsResource Of(PeerStatistics peer) => new(peer.Dtls, peer.SrtpProfile, peer.Forged, peer.Replayed);
}

/// <param name="LossPercent">Of packets that never came, or too late.</param>
/// <param name="PacketsRecovered">Missing at first, then repeated.</param>
/// <param name="RoundTripMilliseconds">Of requests for packets; 0: none was needed yet.</param>
/// <param name="FramesDamaged">With a part that never came.</param>
/// <param name="FramesUndecodable">Between a lost frame and the next key frame.</param>
/// <param name="FramesBackward">B-frames: shown before the frame that came before them.</param>
/// <param name="FramesSkipped">Passed over, as decoding did not keep up.</param>
/// <param name="DecodeErrors">Whole frames that made no picture.</param>
/// <param name="SilenceMilliseconds">Since the last packet; null: none came.</param>
internal sealed record VideoResource(
    long BitsPerSecond, long Packets, long Bytes, double LossPercent, long PacketsLost, long PacketsRecovered, double JitterMilliseconds,
    double RoundTripMilliseconds, long Nacks, long KeyFrameRequests, long Frames, long KeyFrames, long FramesDamaged, long FramesUndecodable,
    long FramesBackward, long FramesSkipped, long DecodeErrors, bool HasCaptureTimes, double? SilenceMilliseconds)
{
    public static VideoResource Of(SessionFacts facts, PeerStatistics peer) => new(
        peer.BitsPerSecond, peer.Packets, peer.Bytes, Rounded(100.0 * peer.PacketsLost / Math.Max(1, peer.Packets + peer.PacketsLost)), peer.PacketsLost,
        peer.PacketsRecovered, Rounded(peer.Jitter.TotalMilliseconds), Rounded(peer.RoundTrip.TotalMilliseconds), peer.Nacks, peer.KeyFrameRequests,
        peer.Frames, peer.KeyFrames, peer.FramesDamaged, peer.FramesUndecodable, peer.FramesBackward, facts.UnitsSkipped, facts.DecodeErrors,
        facts.HasCaptureTimes, peer.Silence is { } silence ? Rounded(silence.TotalMilliseconds) : null);

    private static double Rounded(double value) => Math.Round(value, 2);
}
