namespace WebRtc;

/// <summary>How far a peer has come. It goes down this list and never back.</summary>
public enum PeerState
{
    /// <summary>For its first connectivity check.</summary>
    Waiting,

    /// <summary>Checked; the DTLS handshake is under way.</summary>
    Handshaking,

    /// <summary>Media may come.</summary>
    Connected,

    /// <summary>By us, or by the peer's goodbye.</summary>
    Closed,

    /// <summary>For the reason told with it.</summary>
    Failed,
}
