namespace Streaming.Sources.WebRtc;

public enum SessionState
{
    /// <summary>The offer got no answer.</summary>
    Refused,

    /// <summary>For the first connectivity check.</summary>
    Waiting,

    /// <summary>Checks come through; the DTLS handshake is under way.</summary>
    Handshaking,

    /// <summary>Video may come.</summary>
    Connected,

    /// <summary>In good order, by either side.</summary>
    Closed,

    /// <summary>For the reason told with it.</summary>
    Failed,
}
