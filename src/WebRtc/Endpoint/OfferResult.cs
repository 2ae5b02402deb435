namespace WebRtc;

/// <summary>A peer, or why there is none.</summary>
/// <param name="Problem">For the one who wrote the offer; empty with a peer.</param>
public sealed record OfferResult(PeerConnection? Peer, OfferFault? Fault, string Problem)
{
    internal static OfferResult Of(PeerConnection peer) => new(peer, null, "");

    internal static OfferResult Of(OfferFault fault, string problem) => new(null, fault, problem);
}

/// <summary>Why an offer got no answer, or a fragment was not taken.</summary>
public enum OfferFault
{
    /// <summary>It is no session description, or no part of one, or lacks what WebRTC needs.</summary>
    Malformed,

    /// <summary>It is sound, but there is nothing in it that can be received here.</summary>
    Unsupported,

    /// <summary>There are as many peers as are allowed; later there may be room.</summary>
    Full,
}

/// <summary>What became of a trickled fragment (application/trickle-ice-sdpfrag).</summary>
/// <param name="Answer">Our fragment, after a restart; null: candidates were noted.</param>
/// <param name="Fault">Null: it was taken.</param>
/// <param name="Problem">For the one who wrote the fragment; empty without a fault.</param>
public sealed record FragmentResult(string? Answer, OfferFault? Fault, string Problem)
{
    internal static FragmentResult Taken { get; } = new(null, null, "");
}
