namespace WebRtc.Rtp;

/// <summary>The ids that were negotiated; 0: not.</summary>
internal readonly record struct HeaderExtensions(int Mid, int AbsSendTime, int TransportCc, int AbsCaptureTime)
{
    private static readonly (HeaderExtension Extension, string Uri)[] Uris =
    [
        (HeaderExtension.Mid, "urn:ietf:params:rtp-hdrext:sdes:mid"),
        (HeaderExtension.AbsSendTime, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
        (HeaderExtension.TransportCc, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
        (HeaderExtension.AbsCaptureTime, "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"),
    ];

    public static IEnumerable<(HeaderExtension Extension, string Uri)> Known => Uris;

    public int IdOf(HeaderExtension extension) => extension switch
    {
        HeaderExtension.Mid => Mid,
        HeaderExtension.AbsSendTime => AbsSendTime,
        HeaderExtension.TransportCc => TransportCc,
        _ => AbsCaptureTime,
    };

    /// <summary>With the id of one more, if its URI is known.</summary>
    public HeaderExtensions With(string uri, int id)
    {
        foreach (var (extension, known) in Uris)
            if (known == uri)
                return With(extension, id);
        return this;
    }

    private HeaderExtensions With(HeaderExtension extension, int id) => extension switch
    {
        HeaderExtension.Mid => this with { Mid = id },
        HeaderExtension.AbsSendTime => this with { AbsSendTime = id },
        HeaderExtension.TransportCc => this with { TransportCc = id },
        _ => this with { AbsCaptureTime = id },
    };
}

/// <summary>What each packet may tell beside its payload.</summary>
internal enum HeaderExtension
{
    /// <summary>RFC 9143: the media section of the packet.</summary>
    Mid,

    /// <summary>24-bit departure time, for receivers that estimate bandwidth.</summary>
    AbsSendTime,

    /// <summary>A sequence number over all streams, for senders that do.</summary>
    TransportCc,

    /// <summary>When the picture was taken.</summary>
    AbsCaptureTime,
}
