using Streaming.Pipeline;

namespace Streaming.Streams;

/// <summary>Where a stream stands. One immutable value, replaced as a whole, so that readers see one moment.</summary>
/// <param name="LastError">In words, without credentials; null while all is well. Kept after a reconnect.</param>
/// <param name="Session">The present or last session; null before the first.</param>
/// <param name="Reconnects">How often the source was lost and tried again.</param>
public sealed record StreamStatus(StreamState State, string? LastError, StreamSession? Session, long Reconnects)
{
    public static StreamStatus Initial { get; } = new(StreamState.Connecting, null, null, 0);
}
