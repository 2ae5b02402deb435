using System.Text.Json;

namespace Load.WebRtc;

/// <summary>What a receiver has counted since its start, as it writes it on one line.</summary>
internal sealed record ReceiverFigures
{
    public static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Decoded pictures; without a decoder, whole access units.</summary>
    public long Frames { get; init; }

    /// <summary>Of the last picture.</summary>
    public int Width { get; init; }

    /// <summary>RTP packets of video that were opened and counted by their peers.</summary>
    public long Packets { get; init; }

    /// <summary>Packets that the peers' jitter buffers gave up.</summary>
    public long Lost { get; init; }
    public long Refused { get; init; }
    public int Sessions { get; init; }
    public long FailedSessions { get; init; }

    /// <summary>TCP.</summary>
    public int Connections { get; init; }

    /// <summary>OpenSSL and libsrtp objects.</summary>
    public int NativeHandles { get; init; }

    /// <summary>On the managed heap since the start, by all threads.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>On the managed heap now; only after <see cref="ReceiverCommand.Collect"/> what is alive alone.</summary>
    public long ManagedKb { get; init; }

    /// <summary>Datagrams that the kernel dropped, for the socket's buffer was full.</summary>
    public long SocketDrops { get; init; }
}
