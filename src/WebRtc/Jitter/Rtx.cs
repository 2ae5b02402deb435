using System.Buffers.Binary;
using WebRtc.Rtp;

namespace WebRtc.Jitter;

/// <summary>A repeated packet: the lost one's sequence number stands before its payload; RFC 4588 §4.</summary>
internal static class Rtx
{
    public const int HeaderLength = 2;

    /// <param name="mediaType">Payload type and source that the repeat stands for.</param>
    /// <returns>False: a probe, with nothing in it.</returns>
    public static bool TryRestore(in RtpHeader repeat, ref ReadOnlySpan<byte> payload, byte mediaType, uint mediaSsrc, out RtpHeader original)
    {
        original = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(payload, out var sequence))
            return false;
        original = repeat with { PayloadType = mediaType, SequenceNumber = sequence, Ssrc = mediaSsrc };
        payload = payload[HeaderLength..];
        return true;
    }
}
