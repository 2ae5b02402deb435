using System.Net;
using Streaming.Sources.WebRtc;
using WebRtc;
using Xunit;

namespace Streaming.Tests.Sources.WebRtc;

/// <summary>Each finding by the facts that it follows from.</summary>
public sealed class DiagnosisTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly PeerStatistics None = new()
    {
        RemoteAddress = null, Transport = "", RemoteCandidates = [], Checks = 0, ChecksRefused = 0, Dtls = "Handshaking", SrtpProfile = "", Packets = 0, Bytes = 0, BitsPerSecond = 0,
        PacketsRecovered = 0, PacketsLost = 0, Jitter = default, RoundTrip = default, Nacks = 0, KeyFrameRequests = 0, Frames = 0, KeyFrames = 0, FramesDamaged = 0,
        FramesUndecodable = 0, FramesBackward = 0, Forged = 0, Replayed = 0, Silence = null,
    };

    private static readonly PeerStatistics Well = None with { Checks = 9, Packets = 5000, Frames = 900, KeyFrames = 3, KeyFrameRequests = 2, Silence = TimeSpan.FromMilliseconds(20) };

    private static readonly SessionFacts Connected = new()
    {
        Id = "1", StreamId = "door", Client = IPAddress.Parse("192.0.2.9"), Started = Start, State = SessionState.Connected, InState = TimeSpan.FromMinutes(1), Codec = "h264",
        LocalCandidates = ["1 1 udp 2130706431 198.51.100.7 8189 typ host"], WasConnected = true, HasCaptureTimes = true, Peer = Well,
    };

    private static readonly SessionFacts Waiting = Connected with { State = SessionState.Waiting, InState = TimeSpan.FromSeconds(4), WasConnected = false, Peer = None };

    private static SessionFacts Refused(OfferFault fault, string reason) => Waiting with { State = SessionState.Refused, Fault = fault, Reason = reason, Peer = null };

    private static SessionFacts Failed(SessionFacts former, string reason) => former with { State = SessionState.Failed, Reason = reason, Ended = Start + TimeSpan.FromSeconds(15) };

    private static readonly (string Code, string Word, Func<SessionFacts> Facts)[] Cases =
    [
        ("malformed_offer", "line 3", () => Refused(OfferFault.Malformed, "line 3 is not TYPE=VALUE")),
        ("unsupported_codec", "H265", () => Refused(OfferFault.Unsupported, "no video codec in common: offered are H265")),
        ("unsupported_offer", "2 video", () => Refused(OfferFault.Unsupported, "there are 2 video sections: one is received")),
        ("server_full", "WebRtc:MaxSessions", () => Refused(OfferFault.Full, "there are 5 sessions: no more are allowed")),
        ("no_connectivity", "198.51.100.7, UDP port 8189", () => Waiting),
        ("no_connectivity", "198.51.100.7", () => Failed(Waiting, "no ICE connectivity check came")),
        ("no_connectivity", "198.51.100.7", () => Waiting with { State = SessionState.Closed, Ended = Start + TimeSpan.FromSeconds(9) }),
        ("loopback_only", "192.0.2.9", () => Waiting with { LocalCandidates = ["1 1 udp 2130706431 127.0.0.1 8189 typ host"] }),
        ("checks_refused", "12 of them", () => Waiting with { Peer = None with { ChecksRefused = 12 } }),
        ("no_handshake", "MTU", () => Waiting with { State = SessionState.Handshaking, Peer = None with { Checks = 3 } }),
        ("wrong_fingerprint", "unchanged", () => Failed(Waiting with { Peer = None with { Checks = 3 } }, "DTLS: the peer's certificate is not the one of its a=fingerprint (sha-256 00)")),
        ("connection_lost", "The peer is gone", () => Failed(Connected, "the peer is gone: no ICE check came for too long")),
        ("internal_error", "report", () => Failed(Connected, "a fault of the server: NullReferenceException")),
        ("no_video", "h264", () => Connected with { Peer = None with { Checks = 9 } }),
        ("video_stopped", "7 s", () => Connected with { Peer = Well with { Silence = TimeSpan.FromSeconds(7) } }),
        ("no_key_frame", "asked for 4 times", () => Connected with { Peer = Well with { Frames = 0, KeyFrames = 0, KeyFrameRequests = 4 } }),
        ("packet_loss", "6.2 %", () => Connected with { Peer = Well with { PacketsRecovered = 300, PacketsLost = 10 } }),
        ("jitter", "80 ms", () => Connected with { Peer = Well with { Jitter = TimeSpan.FromMilliseconds(80) } }),
        ("b_frames", "bframes=0", () => Connected with { Peer = Well with { FramesBackward = 400 } }),
        ("no_answer_to_pli", "asked for 50 times", () => Connected with { Peer = Well with { KeyFrameRequests = 50 } }),
        ("decode_errors", "h264", () => Connected with { DecodeErrors = 3 }),
        ("decoding_too_slow", "16 frames", () => Connected with { UnitsSkipped = 16 }),
        ("no_capture_time", "abs-capture-time", () => Connected with { HasCaptureTimes = false }),
        ("forged_packets", "4 packets", () => Connected with { Peer = Well with { Forged = 4 } }),
    ];

    [Fact]
    public void Each_fault_is_found_by_itself_and_told_with_its_fix()
    {
        foreach (var (code, word, facts) in Cases)
        {
            var finding = Assert.Single(Diagnosis.Of(facts()));
            Assert.Equal(code, finding.Code);
            Assert.Contains(word, finding.Message + finding.Fix, StringComparison.Ordinal);
            Assert.EndsWith(".", finding.Fix, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_all_is_well_or_just_beginning_nothing_is_found()
    {
        Assert.Empty(Diagnosis.Of(Connected));
        Assert.Empty(Diagnosis.Of(Waiting with { InState = TimeSpan.FromSeconds(1) }));
        Assert.Empty(Diagnosis.Of(Connected with { InState = TimeSpan.FromSeconds(1), Peer = None with { Checks = 1 } }));
        Assert.Empty(Diagnosis.Of(Connected with { State = SessionState.Closed, Ended = Start, Reason = "the peer said goodbye" }));
        Assert.Empty(Diagnosis.Of(Waiting with { State = SessionState.Closed, Ended = Start + TimeSpan.FromSeconds(1) }));
    }
}
