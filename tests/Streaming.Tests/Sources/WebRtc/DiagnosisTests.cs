using System.Net;
using Streaming.Sources.WebRtc;
using WebRtc;
using Xunit;

namespace Streaming.Tests.Sources.WebRtc;

/// <summary>Each finding by the facts that it follows from.</summary>
public sealed class DiagnosisTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly PeerStatistics s_none = new()
    {
        RemoteAddress = null, Transport = "", RemoteCandidates = [], Checks = 0, ChecksRefused = 0, Dtls = "Handshaking", SrtpProfile = "", Packets = 0, Bytes = 0, BitsPerSecond = 0,
        PacketsRecovered = 0, PacketsLost = 0, Jitter = default, RoundTrip = default, Nacks = 0, KeyFrameRequests = 0, Frames = 0, KeyFrames = 0, FramesDamaged = 0,
        FramesUndecodable = 0, FramesBackward = 0, Forged = 0, Replayed = 0, Silence = null,
    };

    private static readonly PeerStatistics s_well = s_none with { Checks = 9, Packets = 5000, Frames = 900, KeyFrames = 3, KeyFrameRequests = 2, Silence = TimeSpan.FromMilliseconds(20) };

    private static readonly SessionFacts s_connected = new()
    {
        Id = "1", StreamId = "door", Client = IPAddress.Parse("192.0.2.9"), Started = s_start, State = SessionState.Connected, InState = TimeSpan.FromMinutes(1), Codec = "h264",
        LocalCandidates = ["1 1 udp 2130706431 198.51.100.7 8189 typ host"], WasConnected = true, HasCaptureTimes = true, Peer = s_well,
    };

    private static readonly SessionFacts s_waiting = s_connected with { State = SessionState.Waiting, InState = TimeSpan.FromSeconds(4), WasConnected = false, Peer = s_none };

    private static SessionFacts Refused(OfferFault fault, string reason) => s_waiting with { State = SessionState.Refused, Fault = fault, Reason = reason, Peer = null };

    private static SessionFacts Failed(SessionFacts former, string reason) => former with { State = SessionState.Failed, Reason = reason, Ended = s_start + TimeSpan.FromSeconds(15) };

    private static readonly (string Code, string Word, Func<SessionFacts> Facts)[] s_cases =
    [
        ("malformed_offer", "line 3", () => Refused(OfferFault.Malformed, "line 3 is not TYPE=VALUE")),
        ("unsupported_codec", "H265", () => Refused(OfferFault.Unsupported, "no video codec in common: offered are H265")),
        ("unsupported_offer", "2 video", () => Refused(OfferFault.Unsupported, "there are 2 video sections: one is received")),
        ("server_full", "WebRtc:MaxSessions", () => Refused(OfferFault.Full, "there are 5 sessions: no more are allowed")),
        ("no_connectivity", "198.51.100.7, UDP port 8189", () => s_waiting),
        ("no_connectivity", "198.51.100.7", () => Failed(s_waiting, "no ICE connectivity check came")),
        ("no_connectivity", "198.51.100.7", () => s_waiting with { State = SessionState.Closed, Ended = s_start + TimeSpan.FromSeconds(9) }),
        ("loopback_only", "192.0.2.9", () => s_waiting with { LocalCandidates = ["1 1 udp 2130706431 127.0.0.1 8189 typ host"] }),
        ("checks_refused", "12 of them", () => s_waiting with { Peer = s_none with { ChecksRefused = 12 } }),
        ("no_handshake", "MTU", () => s_waiting with { State = SessionState.Handshaking, Peer = s_none with { Checks = 3 } }),
        ("wrong_fingerprint", "unchanged", () => Failed(s_waiting with { Peer = s_none with { Checks = 3 } }, "DTLS: the peer's certificate is not the one of its a=fingerprint (sha-256 00)")),
        ("connection_lost", "The peer is gone", () => Failed(s_connected, "the peer is gone: no ICE check came for too long")),
        ("internal_error", "report", () => Failed(s_connected, "a fault of the server: NullReferenceException")),
        ("no_video", "h264", () => s_connected with { Peer = s_none with { Checks = 9 } }),
        ("video_stopped", "7 s", () => s_connected with { Peer = s_well with { Silence = TimeSpan.FromSeconds(7) } }),
        ("no_key_frame", "asked for 4 times", () => s_connected with { Peer = s_well with { Frames = 0, KeyFrames = 0, KeyFrameRequests = 4 } }),
        ("packet_loss", "6.2 %", () => s_connected with { Peer = s_well with { PacketsRecovered = 300, PacketsLost = 10 } }),
        ("jitter", "80 ms", () => s_connected with { Peer = s_well with { Jitter = TimeSpan.FromMilliseconds(80) } }),
        ("b_frames", "bframes=0", () => s_connected with { Peer = s_well with { FramesBackward = 400 } }),
        ("no_answer_to_pli", "asked for 50 times", () => s_connected with { Peer = s_well with { KeyFrameRequests = 50 } }),
        ("decode_errors", "h264", () => s_connected with { DecodeErrors = 3 }),
        ("decoding_too_slow", "16 frames", () => s_connected with { UnitsSkipped = 16 }),
        ("no_capture_time", "abs-capture-time", () => s_connected with { HasCaptureTimes = false }),
        ("forged_packets", "4 packets", () => s_connected with { Peer = s_well with { Forged = 4 } }),
    ];

    [Fact]
    public void Each_fault_is_found_by_itself_and_told_with_its_fix()
    {
        foreach (var (code, word, facts) in s_cases)
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
        Assert.Empty(Diagnosis.Of(s_connected));
        Assert.Empty(Diagnosis.Of(s_waiting with { InState = TimeSpan.FromSeconds(1) }));
        Assert.Empty(Diagnosis.Of(s_connected with { InState = TimeSpan.FromSeconds(1), Peer = s_none with { Checks = 1 } }));
        Assert.Empty(Diagnosis.Of(s_connected with { State = SessionState.Closed, Ended = s_start, Reason = "the peer said goodbye" }));
        Assert.Empty(Diagnosis.Of(s_waiting with { State = SessionState.Closed, Ended = s_start + TimeSpan.FromSeconds(1) }));
    }
}
