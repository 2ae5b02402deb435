namespace Server.Grpc;

/// <summary>Bounds of calls and connections; Kestrel's and Grpc.AspNetCore's own are for pages.</summary>
internal sealed record GrpcLimits
{
    public const int MaxStreamsPerConnection = 2000;

    /// <summary>What a client may send on one call ahead of its handler's reads.</summary>
    public const int StreamWindowBytes = 1 << 20;

    /// <summary>What a client may send on one connection ahead of all reads; calls whose handlers read slowly share it.</summary>
    public const int ConnectionWindowBytes = 16 << 20;

    /// <summary>Of a message in either direction, without compression.</summary>
    public int MaxMessageBytes { get; init; } = 64 << 20;

    /// <summary>
    /// What messages that have not come whole may hold in memory, all calls together; the call that would exceed it is answered with
    /// RESOURCE_EXHAUSTED. Without this, two thousand half-sent messages on one connection would be 128 GB.
    /// </summary>
    public long MaxPartialBytes { get; init; } = 512 << 20;

    /// <summary>A client that has taken nothing of a message for so long is gone, whatever it says: its call ends and its place is free. As long as a WebSocket's.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this much silence a connection is asked whether it lives; a peer that lost power says no goodbye.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that leaves a ping unanswered for so long is closed.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
