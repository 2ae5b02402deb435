namespace WebRtc.Depacketize;

/// <summary>AV1 specification §4.10.5: little-endian, seven bits a byte.</summary>
internal static class Leb128
{
    private const int MaxLength = 8;

    /// <returns>False: unfinished, or more than an int holds.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int value, out int length)
    {
        (value, length) = (0, 0);
        var sum = 0UL;
        for (var i = 0; i < Math.Min(bytes.Length, MaxLength); i++)
        {
            sum |= (ulong)(bytes[i] & 0x7F) << 7 * i;
            if ((bytes[i] & 0x80) != 0)
                continue;
            (value, length) = ((int)Math.Min(sum, int.MaxValue), i + 1);
            return sum <= int.MaxValue;
        }
        return false;
    }

    public static int Write(Span<byte> bytes, int value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        return length;
    }

    public static int LengthOf(int value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }
}
