using System.Text.RegularExpressions;

namespace Media;

/// <summary>Where in a URL the user and password end and the host begins, also where they were typed with what should have been escaped.</summary>
/// <remarks>All take what follows the scheme: <c>admin:s@cret/pw@10.0.0.7:554/ch1</c>.</remarks>
internal static partial class UrlAuthority
{
    /// <summary>Characters before the '@' that ends them; 0 where there are none.</summary>
    public static int UserInfoLength(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('/', '?', '#');
        end = end < 0 ? rest.Length : end;
        var first = rest[..end].LastIndexOf('@');
        for (var at = rest.LastIndexOf('@'); at > end; at = rest[..at].LastIndexOf('@'))
        {
            if (BelongsToUser(rest, end, first, at))
                return at;
        }

        return Math.Max(first, 0);
    }

    /// <summary>Whether what stands before the path can be a host.</summary>
    public static bool EndsInHost(ReadOnlySpan<char> rest) => IsHost(HostOf(rest));

    /// <summary>Up to the path.</summary>
    public static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }

    /// <summary>name[:port]; an empty one too, as in a text about none.</summary>
    public static bool IsHost(ReadOnlySpan<char> text) => text.IsEmpty || Host().IsMatch(text);

    /// <param name="end">Of what libav takes for the authority.</param>
    /// <param name="first">The '@' in that; -1 for none.</param>
    /// <param name="at">One behind it.</param>
    private static bool BelongsToUser(ReadOnlySpan<char> rest, int end, int first, int at)
    {
        var host = rest[(first + 1)..end];
        if (!IsHost(host))
            return true;
        // An address, or a name with dots, is a host, and what follows it a path.
        if (Address().IsMatch(host) || (first < 0 && Dotted().IsMatch(host)))
            return false;
        var behind = HostOf(rest[(at + 1)..]);
        if (behind.IsEmpty || !IsHost(behind) || FileName().IsMatch(behind))
            return false;
        // ?name=value or ;name=value: the '@' is in the value, unless the host is none but by chance: u:p@ss?a=b@host
        return first >= 0 || !Parameter().IsMatch(rest[end..at]);
    }

    [GeneratedRegex(@"^(?:\[[^\]]*\]|[\p{L}\p{N}_](?:[\p{L}\p{N}_.%-]*)|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]{0,15}){2,8}(?:%\w+)?|\*\*\*)(?::(?:\d{0,5}|\*\*\*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"^(?:\[.*\]|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?::\d*)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // With a port it may be a user's name and a password of digits.
    [GeneratedRegex(@"^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\.(?:jpe?g|png|gif|webp|mp4|m4[sv]|mkv|webm|ts|m3u8?|mpd|mjpe?g|sdp|flv|avi|mov|html?|cgi|amp)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    [GeneratedRegex(@"[?&;][\p{L}_][\w.\[\]%-]*=", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
