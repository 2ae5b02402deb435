namespace WebRtc.Dtls;

internal enum DtlsRole
{
    /// <summary>Waits for the peer's hello: a=setup:passive.</summary>
    Server,

    /// <summary>a=setup:active.</summary>
    Client,
}
