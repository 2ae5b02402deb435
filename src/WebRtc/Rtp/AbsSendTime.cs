namespace WebRtc.Rtp;

/// <summary>Departure time as 6.18 fixed point seconds, which wraps every 64 s.</summary>
internal static class AbsSendTime
{
    public const int Length = 3;

    public static void Write(Span<byte> value, NtpTime time)
    {
        var sixEighteen = time.Value >> 14;
        value[0] = (byte)(sixEighteen >> 16);
        value[1] = (byte)(sixEighteen >> 8);
        value[2] = (byte)sixEighteen;
    }
}
