namespace WebRtc.Rtp;

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
