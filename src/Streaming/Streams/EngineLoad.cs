namespace Streaming.Streams;

/// <summary>What live streams ask of an engine and get, in frames a second over the last ten.</summary>
/// <param name="Offered">What comes, of each stream at most its targetFps.</param>
/// <param name="Late">What the engine had no time for.</param>
/// <param name="Capacity">What it could run without a pause, as fast as it is just now.</param>
internal readonly record struct EngineLoad(int Streams, double Offered, double Inferred, double Late, double Capacity)
{
    public double Dropped => Offered > 0 ? Math.Clamp(1 - Inferred / Offered, 0, 1) : 0;

    public override string ToString() => FormattableString.Invariant(
        $"{(Streams == 1 ? "1 stream offers" : $"{Streams} streams offer")} {Offered:0.#} frames/s and {(Streams == 1 ? "gets" : "get")} {Inferred:0.#} results/s, {Dropped * 100:0} % are dropped; its capacity is about {Capacity:0.#} frames/s");
}

/// <summary>Whether an engine is behind: so after five bad seconds, and no more after ten good ones, so that it does not change its mind with each second.</summary>
internal sealed class OverloadState
{
    private const int BadSeconds = 5, GoodSeconds = 10;

    // Between the two nothing changes. What is not late was lost for another reason: a damaged source is no overload.
    private const double BadShare = 0.2, BadLate = 0.05, GoodShare = 0.1, GoodLate = 0.02;

    private int _seconds;

    public bool IsBehind { get; private set; }

    /// <summary>Once a second.</summary>
    /// <returns>Whether it fell behind or caught up just now.</returns>
    public bool Observe(in EngineLoad load)
    {
        var towards = IsBehind
            ? load.Dropped < GoodShare || load.Late <= GoodLate * load.Offered
            : load.Dropped > BadShare && load.Late > BadLate * load.Offered;
        _seconds = towards ? _seconds + 1 : 0;
        if (_seconds < (IsBehind ? GoodSeconds : BadSeconds))
            return false;
        (IsBehind, _seconds) = (!IsBehind, 0);
        return true;
    }
}
