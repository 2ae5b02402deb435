namespace WebRtc.Dtls;

internal enum DtlsState
{
    Handshaking,

    /// <summary>The peer is who its description says, and keys are there.</summary>
    Connected,

    /// <summary>The peer has said goodbye.</summary>
    Closed,

    Failed,
}
