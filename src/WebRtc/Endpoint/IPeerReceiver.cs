using Media;

namespace WebRtc;

/// <summary>Gets what a peer sends. Called on the endpoint's own threads under the peer's lock: it must not block, and what it throws ends the peer.</summary>
public interface IPeerReceiver
{
    /// <param name="unit">One frame, whole and decodable by what came before. Its bytes are valid until this returns, its first time is 0,
    /// its capture time is by the sender's clock: of abs-capture-time, else of sender reports; it arrived with its last packet.</param>
    void OnUnit(PeerConnection peer, in EncodedUnit unit);

    /// <param name="reason">Why it ended, in words; empty before.</param>
    void OnState(PeerConnection peer, PeerState state, string reason);
}
