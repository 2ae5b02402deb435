using System.Globalization;

namespace Wire.V1;

/// <summary>RFC 3339 as protobuf's JSON mapping has it: UTC with 'Z', and no, 3, 6 or 9 digits of a second, whichever is exact.</summary>
internal static class TimestampText
{
    /// <summary>2026-01-02T03:04:05.123456789Z</summary>
    public const int MaxLength = 30;

    // google/protobuf/timestamp.proto: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
    private const long FirstSecond = -62135596800, LastSecond = 253402300799;

    public static bool TryFormat(TimestampView time, Span<byte> text, out int length)
    {
        length = 0;
        if (time.Seconds is < FirstSecond or > LastSecond || time.Nanos is < 0 or > 999_999_999)
            return false;

        var second = DateTime.UnixEpoch.AddTicks(time.Seconds * TimeSpan.TicksPerSecond);
        second.TryFormat(text, out length, "s", CultureInfo.InvariantCulture);
        if (time.Nanos != 0)
            length += WriteFraction(time.Nanos, text[length..]);
        text[length++] = (byte)'Z';
        return true;
    }

    private static int WriteFraction(int nanos, Span<byte> text)
    {
        var digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        text[0] = (byte)'.';
        for (int i = 9, rest = nanos; i > 0; i--, rest /= 10)
            if (i <= digits)
                text[i] = (byte)('0' + rest % 10);
        return 1 + digits;
    }
}
