using Wire.V1;

namespace Load.Outage;

/// <summary>What one reader got, by identity: which results, how many of them twice, and how many behind a later one.</summary>
internal sealed class ResultTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, Session> _sessions = [];
    private readonly List<(DateTimeOffset Published, double Milliseconds)> _latencies = [];
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
        var published = PublishedAt(result);
        var latency = (TimeProvider.System.GetUtcNow() - published).TotalMilliseconds;
        var key = new SessionKey(result.StreamId, result.SessionId);
        lock (_gate)
        {
            var session = _sessions.TryGetValue(key, out var given) ? given : _sessions[key] = new();
            if (!session.Sequences.Add(result.Sequence))
            {
                _counts = _counts with { Duplicates = _counts.Duplicates + 1 };
                return;
            }

            _counts = _counts with { Results = _counts.Results + 1, Disordered = _counts.Disordered + (result.Sequence < session.Newest ? 1 : 0) };
            session.Newest = Math.Max(session.Newest, result.Sequence);
            _latencies.Add((published, latency));
        }
    }

    /// <summary>Milliseconds from published to read, sorted, of the results that were published in some stretches of time.</summary>
    /// <inheritdoc cref="Sessions"/>
    public double[] LatenciesIn(IReadOnlyList<Stretch> stretches) =>
        [.. _latencies.Where(result => stretches.Any(stretch => stretch.Has(result.Published))).Select(result => result.Milliseconds).Order()];

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
