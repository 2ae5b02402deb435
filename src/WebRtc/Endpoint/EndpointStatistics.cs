namespace WebRtc;

/// <summary>What came to the port.</summary>
/// <param name="Unknown">Datagrams of no peer, or of no protocol that is spoken here.</param>
/// <param name="ChecksLimited">Checks that were dropped because their address sent too many.</param>
/// <param name="SendFailures">Datagrams that the system did not take, or a connection's peer was too slow for.</param>
/// <param name="Faults">Exceptions that nobody foresaw, ours or a receiver's: each is a bug.</param>
/// <param name="SocketDrops">Datagrams that the system dropped, for the UDP socket's buffer was full; 0 where it does not tell.</param>
/// <param name="Failed">Sessions that failed, from a wrong certificate to silence.</param>
/// <param name="Connections">TCP connections.</param>
/// <param name="ConnectionsCut">TCP connections that were refused, for there are enough, or ended, for they were of no peer.</param>
public sealed record EndpointStatistics(
    int Sessions, long Datagrams, long Unknown, long ChecksLimited, long SendFailures, long Faults, long SocketDrops, long Failed, int Connections, long ConnectionsCut);
