using Media;

namespace WebRtc.Sdp;

/// <summary>From an offer to what will be received; RFC 8829 §5.3.1, RFC 9725 §4.4.</summary>
internal static class Negotiator
{
    private static readonly string[] SupportedFeedback = ["nack", "nack pli", "ccm fir", "transport-cc", "goog-remb"];

    /// <param name="preference">The first of these that is offered is taken.</param>
    /// <returns>Null with a <paramref name="problem"/>.</returns>
    public static Negotiation? Negotiate(RemoteDescription offer, IReadOnlyList<VideoCodec> preference, out string problem)
    {
        problem = Check(offer) ?? "";
        if (problem.Length > 0)
            return null;
        var video = offer.Media.First(media => media.Kind == "video");
        foreach (var codec in preference)
        {
            var payload = Choose(codec, video);
            if (payload is null)
                continue;
            var rtx = video.Codecs.FirstOrDefault(other => IsRepeatOf(payload, other));
            var audio = offer.Media.FirstOrDefault(media => media.Kind == "audio");
            return new(offer, video, audio, codec, payload, rtx, Feedback(video, payload), video.Extensions);
        }
        problem = $"no video codec in common: offered are {string.Join(", ", video.Codecs.Select(codec => codec.Name).Distinct())};"
            + $" understood are {string.Join(", ", preference.Select(VideoCodecs.NameOf))}";
        return null;
    }

    private static string? Check(RemoteDescription offer)
    {
        if (offer.Setup == "passive")
            return "a=setup:passive: the offerer opens DTLS here, so it must be actpass or active";
        if (offer.Media.FirstOrDefault(media => media.Kind is not ("video" or "audio")) is { } other)
            return $"m={other.Kind} is not received here: only video and audio";
        if (offer.Media.FirstOrDefault(media => !media.Protocol.EndsWith("RTP/SAVPF", StringComparison.Ordinal)) is { } plain)
            return $"m={plain.Kind} offers {plain.Protocol}: it must be UDP/TLS/RTP/SAVPF";
        if (offer.Media.Count(media => media.Kind == "audio") > 1)
            return "there are several audio sections: one is received";
        if (offer.Media.Count(media => media.Kind == "video") is not 1 and var videos)
            return $"there are {videos} video sections: one is received";
        return offer.Media.FirstOrDefault(media => media.Direction is MediaDirection.RecvOnly or MediaDirection.Inactive) is { } silent
            ? $"m={silent.Kind} sends nothing: it must be sendonly or sendrecv"
            : null;
    }

    /// <summary>H.264 with fragmentation units (mode 1) before H.264 without.</summary>
    private static RtpCodec? Choose(VideoCodec codec, RemoteMedia video) =>
        video.Codecs.Where(offered => VideoCodecs.Matches(codec, offered))
            .MaxBy(offered => offered.Parameter("packetization-mode") == "1");

    private static bool IsRepeatOf(RtpCodec payload, RtpCodec other) =>
        other.Name.Equals("rtx", StringComparison.OrdinalIgnoreCase) && other.ClockRate == payload.ClockRate
        && other.Parameter("apt") == payload.PayloadType.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One of the two ways to control bandwidth: that of the sender where it is offered whole, else that of the receiver.</summary>
    private static string[] Feedback(RemoteMedia video, RtpCodec payload)
    {
        var both = SupportedFeedback.Where(payload.Feedback.Contains);
        var hasTransportCc = video.Extensions.TransportCc > 0 && payload.Feedback.Contains("transport-cc");
        return [.. both.Where(feedback => feedback != (hasTransportCc ? "goog-remb" : "transport-cc"))];
    }
}
