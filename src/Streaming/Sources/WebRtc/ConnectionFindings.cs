using System.Net;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>Why a publisher that got an answer is not connected, or is no more.</summary>
internal static class ConnectionFindings
{
    public static IEnumerable<Finding?> Of(SessionFacts session, PeerStatistics peer) =>
    [
        session.State == SessionState.Failed && session.WasConnected ? Lost(session) : null,
        IsStuck(session, SessionState.Waiting) && peer.Checks == 0 ? NoCheck(session, peer) : null,
        IsStuck(session, SessionState.Handshaking) && peer.Checks > 0 ? NoHandshake(session) : null,
    ];

    private static bool IsStuck(SessionFacts session, SessionState at) => session.State == at
        ? session.InState > Diagnosis.GracePeriod
        // A publisher that gave up has waited, too.
        : session is { WasConnected: false, Ended: { } ended } && (session.State == SessionState.Failed || ended - session.Started > Diagnosis.GracePeriod);

    private static Finding Lost(SessionFacts session) => session.Reason.StartsWith("a fault of the server", StringComparison.Ordinal)
        ? new("internal_error", session.Reason, "This is a fault of the server: report it.")
        : new("connection_lost", Sentence(session.Reason), "The publisher crashed, slept or lost its network. It may publish again at once.");

    private static Finding NoCheck(SessionFacts session, PeerStatistics peer)
    {
        if (peer.ChecksRefused > 0)
        {
            return new(
                "checks_refused", $"Connectivity checks come, but {peer.ChecksRefused} of them had a wrong name or password.",
                "The publisher must use the answer of this very session, and PATCH its new credentials when it restarts ICE.");
        }

        var told = session.LocalCandidates.Select(candidate => candidate.Split(' ')).Where(parts => parts.Length > 5).ToList();
        var (addresses, ports) = (string.Join(", ", told.Select(parts => parts[4])), string.Join(", ", told.Select(parts => parts[5]).Distinct()));
        return told.All(parts => IsLoopback(parts[4])) && session.Client is { } client && !IPAddress.IsLoopback(client)
            ? new(
                "loopback_only", $"The answer tells the publisher {addresses}, which is itself; it is at {client}.",
                "Start the server with --listen 0.0.0.0, or name its address in WebRtc:AdvertisedHosts.")
            : new(
                "no_connectivity", $"No connectivity check came: what the publisher sends does not reach {addresses}, UDP port {ports}.",
                $"Open UDP port {ports} in firewalls and in the container's port mapping; behind NAT, name the outside address in WebRtc:AdvertisedHosts.");
    }

    private static Finding NoHandshake(SessionFacts session)
    {
        if (session.Reason.Contains("a=fingerprint", StringComparison.Ordinal))
        {
            return new(
                "wrong_fingerprint", Sentence(session.Reason),
                "Something on the way changed the offer, or answers in the publisher's place: send the offer unchanged, over HTTPS where the network is not yours.");
        }

        return new(
            "no_handshake", session.Reason is "" ? "Connectivity checks come through, the DTLS handshake does not." : Sentence(session.Reason),
            "Datagrams of 1,200 bytes must pass both ways: look for a tunnel with a small MTU, and for a firewall that lets STUN through alone.");
    }

    private static bool IsLoopback(string address) => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed);

    private static string Sentence(string reason) => reason is "" ? "" : $"{char.ToUpperInvariant(reason[0])}{reason[1..]}.";
}
