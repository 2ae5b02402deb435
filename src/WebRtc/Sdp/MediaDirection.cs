namespace WebRtc.Sdp;

/// <summary>As seen by who wrote the description; RFC 8866 §6.7.</summary>
internal enum MediaDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}
