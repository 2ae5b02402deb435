namespace WebRtc.Rtcp;

/// <summary>FMT of feedback messages: of transport feedback, then of payload-specific feedback.</summary>
internal static class FeedbackFormat
{
    /// <summary>RFC 4585 §6.2.1.</summary>
    public const int Nack = 1;

    /// <summary>draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.</summary>
    public const int TransportCc = 15;

    /// <summary>RFC 4585 §6.3.1.</summary>
    public const int Pli = 1;

    /// <summary>RFC 5104 §4.3.1.</summary>
    public const int Fir = 4;

    /// <summary>Application layer feedback, as which draft-alvestrand-rmcat-remb-03 sends REMB.</summary>
    public const int Remb = 15;
}

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
