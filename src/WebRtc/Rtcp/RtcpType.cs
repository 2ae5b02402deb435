namespace WebRtc.Rtcp;

/// <summary>RFC 3550 §12.1, RFC 4585 §6.1.</summary>
internal enum RtcpType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Goodbye = 203,
    TransportFeedback = 205,
    PayloadFeedback = 206,
}
