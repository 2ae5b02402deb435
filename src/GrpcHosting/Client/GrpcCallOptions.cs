namespace GrpcHosting;

/// <summary>What a client says about one call.</summary>
public sealed record GrpcCallOptions
{
    public static GrpcCallOptions Default { get; } = new();

    /// <summary>Told to the server; the call ends with DEADLINE_EXCEEDED by then, whatever the server does.</summary>
    public TimeSpan? Timeout { get; init; }

    public GrpcMetadata Headers { get; init; } = [];

    /// <summary>Whether messages are sent compressed by gzip.</summary>
    public bool Compress { get; init; }

    public CancellationToken Cancellation { get; init; }
}
