using WebRtc;

namespace Streaming.Sources.WebRtc;

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
