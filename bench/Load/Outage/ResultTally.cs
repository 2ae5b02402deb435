using Wire.V1;

namespace Load.Outage;

/// <summary>What one reader got, by identity: which results, how many of them twice, and how many behind a later one.</summary>
internal sealed class ResultTally(PhaseClock clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, Session> _sessions = [];
    private readonly Dictionary<Phase, List<double>> _latencies = Enum.GetValues<Phase>().ToDictionary(phase => phase, _ => new List<double>());
    private TallyCounts _counts;

    public TallyCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts;
        }
    }

    /// <summary>Once nobody adds any more.</summary>
    public IEnumerable<SessionKey> Sessions => _sessions.Keys;

    /// <inheritdoc cref="Sessions"/>
    public IReadOnlySet<long> SequencesOf(SessionKey session) => _sessions.TryGetValue(session, out var given) ? given.Sequences : new HashSet<long>();

    public void Add(FrameResult result)
    {
        var latency = (TimeProvider.System.GetUtcNow() - PublishedAt(result)).TotalMilliseconds;
        lock (_gate)
        {
            var session = _sessions.TryGetValue(new(result.StreamId, result.SessionId), out var given) ? given : _sessions[new(result.StreamId, result.SessionId)] = new();
            if (!session.Sequences.Add(result.Sequence))
            {
                _counts = _counts with { Duplicates = _counts.Duplicates + 1 };
                return;
            }

            _counts = _counts with { Results = _counts.Results + 1, Disordered = _counts.Disordered + (result.Sequence < session.Newest ? 1 : 0) };
            session.Newest = Math.Max(session.Newest, result.Sequence);
            _latencies[clock.Phase].Add(latency);
        }
    }

    /// <summary>Milliseconds from published to read, sorted.</summary>
    public double[] LatenciesOf(Phase phase)
    {
        lock (_gate)
            return [.. _latencies[phase].Order()];
    }

    // The test source stamps a frame when it comes, which is where the total begins.
    private static DateTimeOffset PublishedAt(FrameResult result) => result.CaptureTime.ToDateTimeOffset() + TimeSpan.FromMicroseconds(result.Timing.TotalUs);

    private sealed class Session
    {
        public HashSet<long> Sequences { get; } = [];

        public long Newest { get; set; } = -1;
    }
}

internal readonly record struct SessionKey(string Stream, string Session);

/// <param name="Results">Each counted once.</param>
/// <param name="Disordered">Results that came first behind a later one of their session.</param>
internal readonly record struct TallyCounts(long Results, long Duplicates, long Disordered);
