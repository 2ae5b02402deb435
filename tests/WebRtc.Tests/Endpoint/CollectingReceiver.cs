using System.Collections.Concurrent;
using Media;

namespace WebRtc.Tests.Endpoint;

/// <summary>Keeps what a peer sent.</summary>
internal sealed class CollectingReceiver : IPeerReceiver
{
    public ConcurrentQueue<(EncodedUnit Unit, byte[] Bytes)> Units { get; } = new();

    public ConcurrentQueue<(PeerState State, string Reason)> States { get; } = new();

    public Action? OnEachUnit { get; init; }

    public void OnUnit(PeerConnection peer, in EncodedUnit unit)
    {
        Units.Enqueue((unit, unit.Bytes.ToArray()));
        OnEachUnit?.Invoke();
    }

    public void OnState(PeerConnection peer, PeerState state, string reason) => States.Enqueue((state, reason));
}
