namespace Testing;

/// <summary>Packets with each form of header extension, with a CSRC and with padding.</summary>
internal static class RtpVectors
{
    /// <summary>Extensions 1 = "0" and 3 = abcdef, with padding between them and behind.</summary>
    public static byte[] OneByte => Convert.FromHexString("90E000010000000200000003" + "BEDE0002" + "1030" + "0032ABCDEF00" + "AABB");

    /// <summary>Extension 17 = 0102, 4 without data.</summary>
    public static byte[] TwoByte => Convert.FromHexString("9060FFFF0000000200000003" + "10000002" + "11020102" + "04000000" + "AABB");

    /// <summary>One CSRC, three bytes of padding.</summary>
    public static byte[] Padded => Convert.FromHexString("A1600001000000020000000300000004" + "AABB" + "000003");
}
