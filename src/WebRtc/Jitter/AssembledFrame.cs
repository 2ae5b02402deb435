namespace WebRtc.Jitter;

/// <summary>One access unit, whole.</summary>
/// <param name="Bytes">Valid until the handler returns.</param>
/// <param name="Arrival">Of its last packet.</param>
internal readonly record struct AssembledFrame(ReadOnlyMemory<byte> Bytes, uint Timestamp, bool IsKey, TimeSpan Arrival);
