namespace WebRtc;

/// <summary>One frame of a peer's video, whole and decodable by what came before.</summary>
/// <param name="Bytes">Valid until the receiver's method returns.</param>
/// <param name="Pts90kHz">RTP timestamp without its wrap; the first unit's is 0.</param>
/// <param name="CaptureTime">By the sender's clock: of abs-capture-time, else of sender reports.</param>
/// <param name="Arrival">Of its last packet, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
public readonly record struct AccessUnit(
    VideoCodec Codec, ReadOnlyMemory<byte> Bytes, uint RtpTimestamp, long Pts90kHz, DateTimeOffset? CaptureTime, bool IsKey, long Arrival);
