namespace Streaming.Sources.WebRtc;

/// <summary>What was counted of all sessions since the start.</summary>
public sealed record WebRtcTotals
{
    public long Refused { get; init; }

    public long Closed { get; init; }

    public long Failed { get; init; }

    public long Packets { get; init; }

    public long Bytes { get; init; }

    public long PacketsLost { get; init; }

    public long PacketsRecovered { get; init; }

    public long Nacks { get; init; }

    public long KeyFrameRequests { get; init; }

    public long Frames { get; init; }

    public long FramesDamaged { get; init; }

    public long FramesUndecodable { get; init; }

    public long UnitsSkipped { get; init; }

    public long Forged { get; init; }

    public long Replayed { get; init; }

    public WebRtcTotals Plus(SessionFacts session)
    {
        var ended = this with
        {
            Refused = Refused + (session.State == SessionState.Refused ? 1 : 0),
            Closed = Closed + (session.State == SessionState.Closed ? 1 : 0),
            Failed = Failed + (session.State == SessionState.Failed ? 1 : 0),
            UnitsSkipped = UnitsSkipped + session.UnitsSkipped,
        };
        return session.Peer is not { } peer ? ended : ended with
        {
            Packets = Packets + peer.Packets,
            Bytes = Bytes + peer.Bytes,
            PacketsLost = PacketsLost + peer.PacketsLost,
            PacketsRecovered = PacketsRecovered + peer.PacketsRecovered,
            Nacks = Nacks + peer.Nacks,
            KeyFrameRequests = KeyFrameRequests + peer.KeyFrameRequests,
            Frames = Frames + peer.Frames,
            FramesDamaged = FramesDamaged + peer.FramesDamaged,
            FramesUndecodable = FramesUndecodable + peer.FramesUndecodable,
            Forged = Forged + peer.Forged,
            Replayed = Replayed + peer.Replayed,
        };
    }
}
