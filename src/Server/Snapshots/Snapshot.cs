using Wire.V1;

namespace Server.Snapshots;

/// <summary>A frame as a JPEG picture, and what was found in it.</summary>
internal sealed record Snapshot(byte[] Jpeg, FrameResult Result);
