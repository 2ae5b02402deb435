namespace WebRtc;

/// <summary>What became of a trickled fragment (application/trickle-ice-sdpfrag).</summary>
/// <param name="Answer">Our fragment, after a restart; null: candidates were noted.</param>
/// <param name="Fault">Null: it was taken.</param>
/// <param name="Problem">For the one who wrote the fragment; empty without a fault.</param>
public sealed record FragmentResult(string? Answer, OfferFault? Fault, string Problem)
{
    internal static FragmentResult Taken { get; } = new(null, null, "");
}
