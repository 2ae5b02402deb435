namespace WebRtc;

/// <summary>What became of a trickled fragment (application/trickle-ice-sdpfrag).</summary>
/// <param name="Answer">Our fragment, after a restart; null: candidates were noted.</param>
/// <param name="Problem">For the one who wrote the fragment; empty: it was taken.</param>
public sealed record FragmentResult(string? Answer, string Problem);
