using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Server.Publish;

/// <summary>The one time that a record is published with: of capture where that is known, else of its append.</summary>
internal static class RecordTime
{
    // google/protobuf/timestamp.proto: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
    private const long FirstSecond = -62135596800, LastSecond = 253402300799;

    public static long UnixMilliseconds(Timestamp? captured, long appended) =>
        captured is { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and < 1_000_000_000 } time ? time.Seconds * 1000 + time.Nanos / 1_000_000 : appended;

    /// <summary>RFC 3339 in UTC, with milliseconds.</summary>
    public static string Text(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
