namespace Streaming.Sources.WebRtc;

/// <summary>What is wrong with a session, by its facts alone.</summary>
public static class Diagnosis
{
    /// <summary>What works takes less.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>In the order of a session's life, so that the first is the cause of those behind it; empty: nothing is.</returns>
    public static IReadOnlyList<Finding> Of(SessionFacts session)
    {
        IEnumerable<Finding?> findings = session.Peer is { } peer
            ? [.. ConnectionFindings.Of(session, peer), .. session.WasConnected ? MediaFindings.Of(session, peer) : []]
            : [OfferFindings.Of(session)];
        return [.. findings.OfType<Finding>()];
    }
}
