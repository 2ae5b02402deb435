namespace Load.LiveLoad;

/// <summary>How old the results of one stream were when its viewer had them: since the frame was due.</summary>
/// <remarks>
/// A source at its own speed has a frame due at its presentation time. On which clock, the most punctual frame of a session tells: for it,
/// due is when it arrived. A server that reads its sources late does not hide it so, as a time that begins at the arrival would.
/// </remarks>
internal sealed class ResultAges(IReadOnlyList<SeenResult> seen)
{
    private readonly Dictionary<string, TimeSpan> _origins =
        seen.GroupBy(result => result.Session).ToDictionary(session => session.Key, session => session.Min(result => result.Lag - result.InServer));

    /// <summary>Milliseconds, of the results that came in a stretch of time.</summary>
    public IEnumerable<double> In(Stretch stretch) => Within(stretch).Select(result => (result.Lag - _origins[result.Session]).TotalMilliseconds);

    /// <summary>Milliseconds from the frame's arrival in the server until its result was handed to subscribers.</summary>
    public IEnumerable<double> InServer(Stretch stretch) => Within(stretch).Select(result => result.InServer.TotalMilliseconds);

    public double ResultsPerSecond(Stretch stretch) => Within(stretch).Count() / stretch.Seconds;

    private IEnumerable<SeenResult> Within(Stretch stretch) => seen.Where(result => stretch.Has(result.Received));
}
