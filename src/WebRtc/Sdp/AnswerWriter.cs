namespace WebRtc.Sdp;

/// <summary>The answer of one who only receives: ICE-lite, DTLS passive, one codec; RFC 8829 §5.3.1, RFC 9725 §4.4.</summary>
internal static class AnswerWriter
{
    public static string Write(Negotiation negotiation, LocalTransport local)
    {
        var writer = new SdpWriter().Session();
        // An answer has no group that the offer has not; RFC 5888 §9.2.
        if (negotiation.Remote.HasBundle)
            writer.Bundle(negotiation.Remote.Media.Select(media => media.Mid));
        writer.Line("a=ice-lite");
        var isFirst = true;
        foreach (var media in negotiation.Remote.Media)
        {
            var codecs = media == negotiation.Video ? VideoCodecs(negotiation) : [.. media.Codecs.Take(1)];
            WriteMedia(writer, media, codecs, local, isFirst);
            if (media == negotiation.Video)
                WriteVideo(writer, negotiation);
            else if (codecs.Length > 0)
                writer.Codec(codecs[0], []);
            isFirst = false;
        }
        return writer.ToString();
    }

    /// <summary>RFC 8843 §7.3.3: the transport stands in the first section of the bundle alone.</summary>
    private static void WriteMedia(SdpWriter writer, RemoteMedia media, RtpCodec[] codecs, LocalTransport local, bool isFirst)
    {
        var formats = codecs.Length > 0 ? codecs.Select(codec => $"{codec.PayloadType}") : media.Formats.Take(1);
        writer.Line($"m={media.Kind} {local.Addresses[0].Port} {media.Protocol} {string.Join(' ', formats)}").Connection(local.Addresses[0]);
        if (isFirst)
            writer.Candidates(local).Transport(local, "passive");
        if (media.Mid.Length > 0)
            writer.Line($"a=mid:{media.Mid}");
        writer.Line("a=recvonly").Line("a=rtcp-mux");
        if (media.HasReducedSizeRtcp)
            writer.Line("a=rtcp-rsize");
    }

    private static void WriteVideo(SdpWriter writer, Negotiation negotiation)
    {
        writer.Extensions(negotiation.Extensions).Codec(negotiation.Payload with { Parameters = Parameters(negotiation) }, negotiation.Feedback);
        if (negotiation.Rtx is { } rtx)
            writer.Codec(rtx, []);
    }

    private static RtpCodec[] VideoCodecs(Negotiation negotiation) =>
        negotiation.Rtx is { } rtx ? [negotiation.Payload, rtx] : [negotiation.Payload];

    /// <summary>As offered, for the parameters that name a codec's form must agree; parameter sets are the sender's alone.</summary>
    private static string Parameters(Negotiation negotiation) =>
        string.Join(';', negotiation.Payload.Parameters.Split(';', StringSplitOptions.TrimEntries)
            .Where(parameter => !parameter.StartsWith("sprop-", StringComparison.OrdinalIgnoreCase)));
}
