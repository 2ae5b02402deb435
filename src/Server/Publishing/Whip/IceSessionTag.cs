using System.Globalization;
using Streaming.Sources.WebRtc;

namespace Server.Publishing.Whip;

/// <summary>The strong entity tag of a session's ICE session, "ID-NUMBER", and the conditions that name it; RFC 9725 §4.3.1.</summary>
internal static class IceSessionTag
{
    public static string Of(PublisherSession session) => $"\"{session.Id}-{session.IceSession}\"";

    /// <summary>Whether an If-Match names any ICE session: * as RFC 9110 writes it, or "*" as RFC 9725's example does.</summary>
    public static bool IsAny(string condition) => condition is "*" or "\"*\"";

    /// <returns>Its number; -1: it is none of the session's.</returns>
    public static int Read(PublisherSession session, string condition)
    {
        var (start, end) = ($"\"{session.Id}-", "\"");
        return condition.StartsWith(start, StringComparison.Ordinal) && condition.EndsWith(end, StringComparison.Ordinal)
            && int.TryParse(condition.AsSpan(start.Length..^end.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;
    }
}
