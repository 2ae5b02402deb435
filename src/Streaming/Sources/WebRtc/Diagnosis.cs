using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>What is wrong with a session, by its facts alone.</summary>
public static class Diagnosis
{
    /// <summary>What works takes less.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    /// <returns>In the order of a session's life, so that the first is the cause of those behind it; empty: nothing is.</returns>
    public static IReadOnlyList<Finding> Of(SessionFacts session)
    {
        IEnumerable<Finding?> findings = session.Peer is { } peer
            ? [.. ConnectionFindings.Of(session, peer), .. session.WasConnected ? MediaFindings.Of(session, peer) : []]
            : [OfferFindings.Of(session)];
        return [.. findings.OfType<Finding>()];
    }
}

/// <summary>Something that is wrong with a session, in words.</summary>
/// <param name="Code">For programs; it stays the same when the words change.</param>
/// <param name="Fix">What the publisher or the operator can do about it.</param>
public sealed record Finding(string Code, string Message, string Fix);

/// <summary>Why an offer was refused.</summary>
internal static class OfferFindings
{
    public static Finding Of(SessionFacts session) => session.Fault switch
    {
        OfferFault.Malformed => new(
            "malformed_offer", session.Reason,
            "Send the offer as the publisher's WebRTC library wrote it; scripts and proxies that rewrite SDP are the usual cause."),
        OfferFault.Full => new(
            "server_full", session.Reason, "Raise WebRtc:MaxSessions or WebRtc:MaxSessionsPerAddress, or name other servers in WebRtc:RedirectTo."),
        _ when session.Reason.StartsWith("no video codec", StringComparison.Ordinal) => new(
            "unsupported_codec", session.Reason,
            "Choose H.264, VP8, VP9 or AV1 in the publisher (OBS: Settings, Output, Video Encoder); WebRtc:Codecs says which of them this server takes."),
        _ => new(
            "unsupported_offer", session.Reason, "Publish one video track, and at most one audio track beside it, in one bundle and in the direction sendonly."),
    };
}
