using Wire.V1;

namespace Streaming.Snapshots;

/// <summary>A frame as a JPEG picture, and what was found in it.</summary>
public sealed record Snapshot(byte[] Jpeg, FrameResult Result);
