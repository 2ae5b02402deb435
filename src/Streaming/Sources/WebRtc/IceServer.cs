using System.Text.RegularExpressions;

namespace Streaming.Sources.WebRtc;

/// <summary>A STUN or TURN server that publishers are told, of WebRtc:IceServers: URL [USER SECRET].</summary>
public sealed partial record IceServer(string Url, string? User, string? Secret)
{
    /// <returns>Null: it is none.</returns>
    public static IceServer? Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var url] when Stun().IsMatch(url) => new(url, null, null),
        [var url, var user, var secret] when Turn().IsMatch(url) && IsQuotable(user) && IsQuotable(secret) => new(url, user, secret),
        _ => null,
    };

    /// <summary>As a Link header has it; RFC 9725 §4.6.</summary>
    public string Link => User is null
        ? $"<{Url}>; rel=\"ice-server\""
        : $"<{Url}>; rel=\"ice-server\"; username=\"{User}\"; credential=\"{Secret}\"; credential-type=\"password\"";

    private static bool IsQuotable(string text) => !text.AsSpan().ContainsAny('"', '\\') && text.All(character => character is > ' ' and <= '~');

    // RFC 7064, RFC 7065.
    [GeneratedRegex(@"^stuns?:[A-Za-z0-9.:\[\]-]+$")]
    private static partial Regex Stun();

    [GeneratedRegex(@"^turns?:[A-Za-z0-9.:\[\]-]+(\?transport=(udp|tcp))?$")]
    private static partial Regex Turn();
}
