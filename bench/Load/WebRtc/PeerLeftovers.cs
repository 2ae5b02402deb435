namespace Load.WebRtc;

/// <summary>What a receiving process holds at one moment.</summary>
/// <param name="NativeHandles">OpenSSL and libsrtp objects: an endpoint has one of its own.</param>
/// <param name="ManagedKb">Alive on the managed heap.</param>
/// <param name="Frames">Units that came so far.</param>
internal sealed record PeerLeftovers(int Sessions, int NativeHandles, int Sockets, long ResidentKb, long ManagedKb, long Frames, long FailedSessions);
