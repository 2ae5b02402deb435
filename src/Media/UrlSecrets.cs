using System.Text;
using System.Text.RegularExpressions;

namespace Media;

/// <summary>Writes what follows a URL's scheme without its secrets, part by part: user, host, path, query, fragment.</summary>
internal static partial class UrlSecrets
{
    private const string Mask = UrlRedactor.Mask;

    /// <param name="scheme">With its colon and slashes.</param>
    /// <param name="secrets">Is given what was taken out; null: nobody asks.</param>
    public static void Write(string scheme, string rest, StringBuilder clean, List<string>? secrets)
    {
        var user = UrlAuthority.UserInfoLength(rest);
        if (user > 0)
        {
            var given = rest[..user];
            // Where it ends is in doubt, if it holds an '@'.
            secrets?.AddRange(given.Select((c, i) => c == '@' ? given[..i] : "").Append(given).SelectMany(WithoutName));
            clean.Append(Mask);
            rest = rest[user..];
        }

        var end = rest.IndexOfAny(['/', '?', '#', ';']);
        end = end < 0 ? rest.Length : end;
        WriteHost(rest[..end], clean, secrets);
        var query = rest.IndexOfAny(['?', '#'], end);
        query = query < 0 ? rest.Length : query;
        var path = rest[end..query];
        if (Inner().Match(path) is { Success: true } inner)
        {
            // A URL in a URL, as of a proxy; all that follows is its.
            WritePath(scheme, path[..inner.Index], clean, secrets);
            clean.Append(inner.Value);
            Write(inner.Value, rest[(end + inner.Index + inner.Length)..], clean, secrets);
            return;
        }

        WritePath(scheme, path, clean, secrets);
        WriteQuery(rest[query..], clean, secrets);
    }

    // A name is said in many a text that has nothing to do with it; alone it may be the key.
    private static string[] WithoutName(string user) => [user, user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..]];

    /// <summary>Of "admin:hunter2", with no host behind it, the port is none.</summary>
    private static void WriteHost(string host, StringBuilder clean, List<string>? secrets)
    {
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && !UrlAuthority.IsHost(host.AsSpan().TrimStart('@')))
        {
            secrets?.Add(host[(colon + 1)..]);
            host = host[..(colon + 1)] + Mask;
        }

        clean.Append(host);
    }

    /// <summary>Parameters in it (cameras have /user=admin_password=x_channel=1), and segments that are keys.</summary>
    private static void WritePath(string scheme, string path, StringBuilder clean, List<string>? secrets)
    {
        var at = 0;
        for (var found = Pair().Match(path); found.Success && found.Index >= at; found = Pair().Match(path, at))
        {
            WriteSegments(scheme, path[at..found.Index], isEnd: false, clean, secrets);
            clean.Append(found.Value);
            var start = found.Index + found.Length;
            var next = Pair().Match(path, start) is { Success: true } pair ? pair.Index - 1 : path.Length;
            var segment = path.IndexOf('/', start) is >= 0 and var slash && slash < next ? slash : next;
            var isHarmless = UrlParameters.IsHarmless(found.Groups["name"].Value, path[start..segment]);
            at = isHarmless ? segment : next;
            if (isHarmless)
                clean.Append(path, start, at - start);
            else
                Take(path[start..at], clean, secrets);
        }

        WriteSegments(scheme, path[at..], isEnd: true, clean, secrets);
    }

    private static void WriteSegments(string scheme, string path, bool isEnd, StringBuilder clean, List<string>? secrets)
    {
        var segments = path.Split('/');
        var isPublication = scheme.StartsWith("rtmp", StringComparison.OrdinalIgnoreCase);
        for (var i = 0; i < segments.Length; i++)
        {
            if (i > 0)
                clean.Append('/');
            // rtmp://host/app/KEY
            var isKey = (isEnd && isPublication && i > 1 && i == segments.Length - 1) || (i > 0 && KeyFollows().IsMatch(segments[i - 1])) || (i > 1 && Publication().IsMatch(segments[i - 2])) || UrlParameters.LooksRandom(Stem(segments[i]));
            if (isKey)
                Take(segments[i], clean, secrets);
            else
                clean.Append(segments[i]);
        }
    }

    /// <summary>?name=value&amp;name=value#fragment, with ';' and a second '?' as separators too.</summary>
    private static void WriteQuery(string query, StringBuilder clean, List<string>? secrets)
    {
        // Some take ';' for a separator, others for a part of the value.
        secrets?.AddRange(query.Split('&').Where(part => part.Contains(';', StringComparison.Ordinal)).Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        var at = 0;
        while (at < query.Length)
        {
            var separator = query[at++];
            clean.Append(separator);
            if (separator == '#')
            {
                Take(query[at..], clean, secrets);
                return;
            }

            var end = PartEnd(query, at);
            WriteParameter(query[at..end], clean, secrets);
            at = end;
        }
    }

    private static int PartEnd(string query, int start)
    {
        var value = query.IndexOf('=', start) + 1;
        // SRT's has '#', ',' and ';' inside: #!::u=name,s=secret
        if (value > 0 && IsStreamId(query.AsSpan(start, value - start)))
            return query.IndexOf('&', value) is >= 0 and var and ? and : query.Length;
        var end = query.IndexOfAny(['&', ';', '?', '#'], start);
        if (end == value && end >= 0 && value > 0 && query[end] == '#')
            end = query.IndexOf('&', end);
        return end < 0 ? query.Length : end;
    }

    private static void WriteParameter(string part, StringBuilder clean, List<string>? secrets)
    {
        // What cannot be a name is the rest of a value that holds a separator.
        var value = Name().IsMatch(part) ? part.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        if (value > 0)
            clean.Append(part, 0, value);
        var isHarmless = value > 0 ? UrlParameters.IsHarmless(part[..(value - 1)], part[value..]) : UrlParameters.IsHarmlessFlag(part);
        if (isHarmless)
            clean.Append(part, value, part.Length - value);
        else
            Take(part[value..], clean, secrets);
        // #!::u=name,s=secret
        if (value > 0 && IsStreamId(part.AsSpan(0, value)))
            secrets?.AddRange(part[value..].Split(',').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]).Concat(part.Select((c, i) => c == '=' ? part[(i + 1)..] : "")));
    }

    private static bool IsStreamId(ReadOnlySpan<char> name) => name.Equals("streamid=", StringComparison.OrdinalIgnoreCase);

    private static void Take(string secret, StringBuilder clean, List<string>? secrets)
    {
        if (secret.Length == 0)
            return;
        secrets?.Add(secret);
        clean.Append(Mask);
    }

    private static string Stem(string segment) => Extension().Replace(segment, "");

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://(?=[^/])", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();

    [GeneratedRegex(@"(?<=^|[/&;,_!])(?<name>[A-Za-z][A-Za-z0-9.-]*)=", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    [GeneratedRegex("^(?:whip|whep|token|key|secret|auth|jwt|sig|signature|access_token|api_?key|hmac|password)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeyFollows();

    // And what comes behind it, in a session's address.
    [GeneratedRegex("^wh[ie]p$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Publication();

    [GeneratedRegex(@"^[\w.\[\]%-]{1,64}=", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\.[A-Za-z0-9]{1,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
