namespace WebRtc;

/// <summary>Gets what a peer sends. Called on the endpoint's own threads under the peer's lock: it must not block, and what it throws ends the peer.</summary>
public interface IPeerReceiver
{
    void OnUnit(PeerSession peer, in AccessUnit unit);

    /// <param name="reason">Why it ended, in words; empty before.</param>
    void OnState(PeerSession peer, PeerState state, string reason);
}
