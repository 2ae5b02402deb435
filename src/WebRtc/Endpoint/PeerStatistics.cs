using System.Net;
using WebRtc.Endpoint;

namespace WebRtc;

/// <summary>One peer's connection at one moment. Counters run from its beginning.</summary>
public sealed record PeerStatistics
{
    /// <summary>Null: no check came yet.</summary>
    public required IPEndPoint? RemoteAddress { get; init; }

    /// <summary>"udp" or "tcp"; empty before the first check.</summary>
    public required string Transport { get; init; }

    /// <summary>Candidates that the peer told, as it wrote them.</summary>
    public required IReadOnlyList<string> RemoteCandidates { get; init; }

    /// <summary>Connectivity checks that were answered.</summary>
    public required long Checks { get; init; }

    /// <summary>Checks with a wrong name, password, role or attribute.</summary>
    public required long ChecksRefused { get; init; }

    /// <summary>"Handshaking", "Connected", ... as DTLS has it.</summary>
    public required string Dtls { get; init; }

    /// <summary>Name of the SRTP profile; empty before the handshake.</summary>
    public required string SrtpProfile { get; init; }

    /// <summary>RTP packets of the video, without repeats.</summary>
    public required long Packets { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Over the last second.</summary>
    public required long BitsPerSecond { get; init; }

    /// <summary>Packets that were missing and came after all, most of them repeated.</summary>
    public required long PacketsRecovered { get; init; }

    /// <summary>Packets that never came, or too late.</summary>
    public required long PacketsLost { get; init; }

    public required TimeSpan Jitter { get; init; }

    /// <summary>Of requests for packets; zero: none was needed yet.</summary>
    public required TimeSpan RoundTrip { get; init; }

    /// <summary>Packets asked for again.</summary>
    public required long Nacks { get; init; }

    /// <summary>PLI and FIR.</summary>
    public required long KeyFrameRequests { get; init; }

    /// <summary>Access units that were handed out.</summary>
    public required long Frames { get; init; }

    public required long KeyFrames { get; init; }

    /// <summary>Frames with a part that never came, or that break their format's rules.</summary>
    public required long FramesDamaged { get; init; }

    /// <summary>Frames between a lost one and the next key frame.</summary>
    public required long FramesUndecodable { get; init; }

    /// <summary>Frames that are shown before the one sent before them: the sender uses B-frames, which live video should not.</summary>
    public required long FramesBackward { get; init; }

    /// <summary>Packets that were not made with the peer's keys.</summary>
    public required long Forged { get; init; }

    public required long Replayed { get; init; }

    /// <summary>Since the last packet of video; null: none came.</summary>
    public required TimeSpan? Silence { get; init; }

    internal static PeerStatistics Of(PeerTransport transport, VideoReceiver video, ReceiverFeedback feedback, IEnumerable<string> candidates, TimeSpan now) => new()
    {
        RemoteAddress = transport.Remote?.ToEndPoint(),
        Transport = transport.Remote is { } remote ? remote.IsTcp ? "tcp" : "udp" : "",
        RemoteCandidates = [.. candidates],
        Checks = transport.Ice.Checks,
        ChecksRefused = transport.Ice.Refused,
        Dtls = $"{transport.Dtls.State}",
        SrtpProfile = $"{transport.Dtls.Keys?.Profile}",
        Packets = video.Packets,
        Bytes = video.Bytes,
        BitsPerSecond = video.BitsPerSecond,
        PacketsRecovered = video.Totals.Recovered,
        PacketsLost = video.Totals.Lost,
        Jitter = video.Source?.Reception.Jitter ?? default,
        RoundTrip = video.Source?.Jitter.RoundTrip ?? default,
        Nacks = feedback.Nacks,
        KeyFrameRequests = feedback.KeyFrameRequests,
        Frames = video.Totals.Frames,
        KeyFrames = video.KeyFrames,
        FramesDamaged = video.Totals.Damaged,
        FramesUndecodable = video.Totals.Undecodable,
        FramesBackward = video.FramesBackward,
        Forged = transport.Forged,
        Replayed = transport.Replayed,
        Silence = video.Source is { } source ? now - source.LastPacket : null,
    };
}

/// <summary>How far a peer has come. It goes down this list and never back.</summary>
public enum PeerState
{
    /// <summary>For its first connectivity check.</summary>
    Waiting,

    /// <summary>Checked; the DTLS handshake is under way.</summary>
    Handshaking,

    /// <summary>Media may come.</summary>
    Connected,

    /// <summary>By us, or by the peer's goodbye.</summary>
    Closed,

    /// <summary>For the reason told with it.</summary>
    Failed,
}

/// <summary>What became of the packets and frames of a source.</summary>
internal readonly record struct ReceiveTotals(long Recovered, long Lost, long Frames, long Damaged, long Undecodable)
{
    public static ReceiveTotals operator +(ReceiveTotals one, ReceiveTotals two) => new(
        one.Recovered + two.Recovered, one.Lost + two.Lost, one.Frames + two.Frames, one.Damaged + two.Damaged, one.Undecodable + two.Undecodable);
}
