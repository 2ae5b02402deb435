namespace WebRtc.Rtp;

/// <summary>The fixed part that one packet differs in from the next; RFC 3550 §5.1.</summary>
internal readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc);
