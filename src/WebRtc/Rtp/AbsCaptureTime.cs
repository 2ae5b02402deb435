using System.Buffers.Binary;

namespace WebRtc.Rtp;

/// <summary>When the picture was taken by its source's clock; 8 bytes of NTP time, and maybe 8 of the source's offset to its sender's clock.</summary>
internal static class AbsCaptureTime
{
    public const int Length = 8;

    private const int LengthWithOffset = 16;

    public static bool TryRead(ReadOnlySpan<byte> value, out NtpTime time)
    {
        time = default;
        if (value.Length is not (Length or LengthWithOffset))
            return false;
        var capture = BinaryPrimitives.ReadUInt64BigEndian(value);
        // Signed 32.32: added, it tells the capture time in the sender's clock, which sender reports use too.
        var offset = value.Length == LengthWithOffset ? BinaryPrimitives.ReadUInt64BigEndian(value[Length..]) : 0;
        time = new(unchecked(capture + offset));
        return true;
    }

    public static void Write(Span<byte> value, NtpTime time) => BinaryPrimitives.WriteUInt64BigEndian(value, time.Value);
}
