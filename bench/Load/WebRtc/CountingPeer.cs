using Media;
using WebRtc;

namespace Load.WebRtc;

/// <summary>Takes a peer's units and does nothing with them.</summary>
internal sealed class CountingPeer : IPeerReceiver
{
    private long _frames;

    public long Frames => Interlocked.Read(ref _frames);

    public void OnUnit(PeerConnection peer, in EncodedUnit unit) => Interlocked.Increment(ref _frames);

    public void OnState(PeerConnection peer, PeerState state, string reason)
    {
        // It is counted by the endpoint.
    }
}
