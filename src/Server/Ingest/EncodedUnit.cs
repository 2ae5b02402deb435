using FFmpeg;
using Inference;

namespace Server.Ingest;

/// <summary>One access unit of compressed video, or one raw frame, as it came in.</summary>
/// <param name="Packet">Its bytes; valid until the source's next read. Null for a raw frame.</param>
/// <param name="Raw">The frame, where it came as one.</param>
/// <param name="Pts90kHz">Presentation time from the session's origin; grows on through loops.</param>
/// <param name="IsKey">Decodable without earlier units.</param>
/// <param name="Arrival">When it reached us, by <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct EncodedUnit(MediaPacket? Packet, Frame Raw, long Pts90kHz, bool IsKey, long Arrival);
