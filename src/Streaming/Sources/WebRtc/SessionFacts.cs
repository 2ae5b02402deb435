using System.Net;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>What is known of a session at one moment: enough to say what is wrong with it.</summary>
public sealed record SessionFacts
{
    public required string Id { get; init; }

    /// <summary>The id that was published to.</summary>
    public required string StreamId { get; init; }

    /// <summary>Where its offer came from.</summary>
    public required IPAddress? Client { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required SessionState State { get; init; }

    /// <summary>How long it has been in that state.</summary>
    public TimeSpan InState { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it ended or was refused, in words; empty before.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Of a refusal.</summary>
    public OfferFault? Fault { get; init; }

    public string Codec { get; init; } = "";

    /// <summary>Where the answer told the peer to send to.</summary>
    public IReadOnlyList<string> LocalCandidates { get; init; } = [];

    /// <summary>Whether it ever was connected.</summary>
    public bool WasConnected { get; init; }

    /// <summary>Null of a refusal.</summary>
    public PeerStatistics? Peer { get; init; }

    /// <summary>Whether the newest access unit told when it was captured.</summary>
    public bool HasCaptureTimes { get; init; }

    /// <summary>It was ended here, since no frame came of it.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>Access units that decoding was too slow for.</summary>
    public long UnitsSkipped { get; init; }

    /// <summary>Access units that made no picture.</summary>
    public long DecodeErrors { get; init; }
}

public enum SessionState
{
    /// <summary>The offer got no answer.</summary>
    Refused,

    /// <summary>For the first connectivity check.</summary>
    Waiting,

    /// <summary>Checks come through; the DTLS handshake is under way.</summary>
    Handshaking,

    /// <summary>Video may come.</summary>
    Connected,

    /// <summary>In good order, by either side.</summary>
    Closed,

    /// <summary>For the reason told with it.</summary>
    Failed,
}
