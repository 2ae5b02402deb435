namespace WebRtc;

/// <summary>A peer, or why there is none.</summary>
/// <param name="Problem">For the one who wrote the offer; empty with a peer.</param>
public sealed record OfferResult(PeerSession? Peer, OfferFault? Fault, string Problem)
{
    internal static OfferResult Of(PeerSession peer) => new(peer, null, "");

    internal static OfferResult Of(OfferFault fault, string problem) => new(null, fault, problem);
}
