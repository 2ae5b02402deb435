using System.Globalization;
using Wire.V1;

namespace Sinks;

/// <summary>The one time that a record is published with: of capture where that is known, else of its append.</summary>
internal static class RecordTimestamp
{
    /// <summary>2026-01-02T03:00:00.120Z</summary>
    public const int TextLength = 24;

    // google/protobuf/timestamp.proto: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
    private const long FirstSecond = -62135596800, LastSecond = 253402300799;

    public static long UnixMilliseconds(TimestampView? captured, long appended) =>
        captured is { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and < 1_000_000_000 } time ? time.Seconds * 1000 + time.Nanos / 1_000_000 : appended;

    /// <summary>RFC 3339 in UTC, with milliseconds.</summary>
    /// <param name="text">Has room for <see cref="TextLength"/> bytes.</param>
    public static ReadOnlySpan<byte> Text(long unixMilliseconds, Span<byte> text)
    {
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return text[..length];
    }
}
