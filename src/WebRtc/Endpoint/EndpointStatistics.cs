namespace WebRtc;

/// <summary>What came to the port.</summary>
/// <param name="Unknown">Datagrams of no peer, or of no protocol that is spoken here.</param>
/// <param name="ChecksLimited">Checks that were dropped because their address sent too many.</param>
/// <param name="SendFailures">Datagrams that the system did not take.</param>
/// <param name="Faults">Datagrams whose handling failed: each is a bug.</param>
public sealed record EndpointStatistics(int Sessions, long Datagrams, long Unknown, long ChecksLimited, long SendFailures, long Faults);
