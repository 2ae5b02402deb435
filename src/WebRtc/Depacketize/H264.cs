namespace WebRtc.Depacketize;

/// <summary>NAL unit types; ITU-T H.264 table 7-1, RFC 6184 table 1.</summary>
internal static class H264
{
    public const int Slice = 1, Idr = 5, Sps = 7, Pps = 8, AccessUnitDelimiter = 9;

    /// <summary>The last type that a NAL unit of the codec itself may have.</summary>
    public const int LastSingle = 23;

    public const int StapA = 24, FuA = 28;

    /// <summary>forbidden_zero_bit and nal_ref_idc.</summary>
    public const int HeaderBits = 0xE0;

    public static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    public static int TypeOf(byte header) => header & 0x1F;
}
