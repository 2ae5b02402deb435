using System.ComponentModel.DataAnnotations;

namespace GrpcHosting;

/// <summary>Bounds of calls and connections.</summary>
public sealed record GrpcOptions
{
    /// <summary>Largest message that is accepted, after inflating; a larger one is answered with RESOURCE_EXHAUSTED.</summary>
    /// <value>67108864: a raw RGB frame of 4K is 25 MB.</value>
    [Range(1, int.MaxValue)]
    public int MaxReceiveMessageBytes { get; init; } = 64 << 20;

    /// <summary>
    /// What messages that have not come whole may hold in memory, all calls together; the call that would exceed it is answered with
    /// RESOURCE_EXHAUSTED. Without this, two thousand half-sent messages on one connection would be 128 GB.
    /// </summary>
    /// <value>536870912</value>
    [Range(1, long.MaxValue)]
    public long MaxPartialMessageBytes { get; init; } = 512 << 20;

    /// <summary>Largest message that is sent, before compression.</summary>
    /// <value>67108864</value>
    [Range(1, int.MaxValue)]
    public int MaxSendMessageBytes { get; init; } = 64 << 20;

    /// <summary>Whether messages leave compressed to clients that accept gzip, where a handler does not choose by itself.</summary>
    /// <value>false: pictures and video are compressed already, results are small.</value>
    public bool Compress { get; init; }

    /// <value>2000</value>
    [Range(1, int.MaxValue)]
    public int MaxStreamsPerConnection { get; init; } = 2000;

    /// <summary>What a client may send on one call ahead of its handler's reads.</summary>
    /// <value>1048576</value>
    [Range(65_535, int.MaxValue)]
    public int StreamWindowBytes { get; init; } = 1 << 20;

    /// <summary>What a client may send on one connection ahead of all reads; calls whose handlers read slowly share it.</summary>
    /// <value>16777216</value>
    [Range(65_535, int.MaxValue)]
    public int ConnectionWindowBytes { get; init; } = 16 << 20;

    /// <summary>After this much silence a connection is asked whether it lives; a peer that lost power says no goodbye.</summary>
    /// <value>30</value>
    [Range(1, 86_400)]
    public int KeepAlivePingDelaySeconds { get; init; } = 30;

    /// <summary>A connection that leaves a ping unanswered for so long is closed.</summary>
    /// <value>20</value>
    [Range(1, 86_400)]
    public int KeepAlivePingTimeoutSeconds { get; init; } = 20;
}
