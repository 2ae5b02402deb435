using System.Text;
using System.Text.RegularExpressions;

namespace Media;

/// <summary>Takes passwords and keys out of URLs, wherever in a text they stand.</summary>
/// <remarks>
/// By structure, for no list of names is complete: all that stands before the host, every value of a query or of a path's parameters that is
/// not known to be harmless, fragments, and what in a path is a key by its place or its looks. In doubt it goes.
/// </remarks>
public static partial class UrlRedactor
{
    internal const string Mask = "***";

    // Shorter ones would take letters out of words.
    private const int ShortestValue = 4;

    private const char NoQuote = '\0';

    /// <summary>The text, with every URL in it redacted, and what looks like a header or a setting with a secret in it.</summary>
    public static string Redact(string text)
    {
        var clean = new StringBuilder(text.Length);
        var at = 0;
        while (Start().Match(text, at) is { Success: true } scheme)
        {
            clean.Append(RedactPlain(text[at..scheme.Index])).Append(scheme.Value);
            var end = ExtentIn(text, scheme.Index + scheme.Length, QuoteAt(text, scheme.Index - 1));
            UrlSecrets.Write(scheme.Value, text[(scheme.Index + scheme.Length)..end], clean, secrets: null);
            at = end;
        }

        return at == 0 ? RedactPlain(text) : clean.Append(RedactPlain(text[at..])).ToString();
    }

    /// <summary>Whether it has a scheme; else it is a file's path.</summary>
    public static bool IsUrl(string text) => Scheme().IsMatch(text);

    /// <summary>A text that is one URL as a whole, spaces in it included; what has no scheme is a file's path, and stays.</summary>
    public static string RedactUrl(string url)
    {
        if (Scheme().Match(url) is not { Success: true } scheme)
            return url;
        var clean = new StringBuilder(url.Length).Append(scheme.Value);
        UrlSecrets.Write(scheme.Value, url[scheme.Length..], clean, secrets: null);
        return clean.ToString();
    }

    /// <summary>As <see cref="Redact(string)"/>, and without what is secret in <paramref name="url"/>, which a library may repeat alone, in either spelling.</summary>
    public static string Redact(string text, string url)
    {
        if (Scheme().Match(url) is { Success: true } scheme)
        {
            var secrets = new List<string>();
            UrlSecrets.Write(scheme.Value, url[scheme.Length..], new(), secrets);
            foreach (var secret in secrets.SelectMany(Spellings).Where(secret => secret.Length >= ShortestValue).Distinct().OrderByDescending(secret => secret.Length))
                text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return Redact(text);
    }

    /// <summary>The URL with its user and password escaped, where somebody typed them with a '/', '?', '#' or '@' inside.</summary>
    public static string EscapeUserInfo(string url)
    {
        if (Scheme().Match(url) is not { Success: true } scheme || UrlAuthority.UserInfoLength(url.AsSpan(scheme.Length)) is not (> 0 and var length))
            return url;
        var user = url.Substring(scheme.Length, length);
        return user.AsSpan().ContainsAny("/?#@ ")
            ? scheme.Value + UnescapedInUser().Replace(user, found => $"%{(int)found.Value[0]:X2}") + url[(scheme.Length + length)..]
            : url;
    }

    private static IEnumerable<string> Spellings(string secret) => [secret, Uri.UnescapeDataString(secret), Uri.EscapeDataString(secret)];

    /// <summary>Where a URL ends that begins at <paramref name="start"/>, behind its scheme.</summary>
    private static int ExtentIn(string text, int start, char quote)
    {
        var end = WordEnd(text, start, start, quote);
        // A password with a space in it: what stands there is no host, and a host follows later.
        if (!UrlAuthority.EndsInHost(text.AsSpan(start, end - start)))
        {
            var line = text.AsSpan(start);
            line = line[..(line.IndexOfAny('\r', '\n') is >= 0 and var feed ? feed : line.Length)];
            line = line[..(line.IndexOf("://", StringComparison.Ordinal) is >= 0 and var next ? next : line.Length)];
            if (line.LastIndexOf('@') is >= 0 and var at && start + at > end)
                end = WordEnd(text, start, start + at, quote);
        }

        return end;
    }

    private static int WordEnd(string text, int start, int from, char quote)
    {
        var end = from;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('<' or '>') && !IsClosingQuote(text, end))
            end++;
        // Another of the same may be in a password.
        if (quote != NoQuote && text.LastIndexOf(quote, end - 1, end - from) is >= 0 and var closing)
            return closing;
        // What ends a sentence is not the URL's.
        while (end > start && text[end - 1] is ':' or ',' or '.' or ';' or ')' && (end == text.Length || char.IsWhiteSpace(text[end])))
            end--;
        return end;
    }

    private static char QuoteAt(string text, int at) => at >= 0 && text[at] is '\'' or '"' or '`' ? text[at] : NoQuote;

    // As JSON ends a text.
    private static bool IsClosingQuote(string text, int at) => text[at] == '"' && (at + 1 == text.Length || text[at + 1] is ',' or '}' or ']' || char.IsWhiteSpace(text[at + 1]));

    /// <summary>What stands outside of URLs: a query alone, a header, a setting.</summary>
    private static string RedactPlain(string text)
    {
        if (text.Length == 0)
            return text;
        text = Query().Replace(text, found => UrlParameters.IsHarmless(found.Groups["name"].Value, found.Groups["value"].Value) ? found.Value : $"{found.Groups["head"].Value}{Mask}");
        text = Header().Replace(text, $"${{head}}{Mask}");
        return Setting().Replace(text, $"${{head}}{Mask}");
    }

    // RFC 3986, 3.1; libav does without the slashes.
    [GeneratedRegex(@"^(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)*[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z][A-Za-z0-9+.-]*:/?)(?=[^/\s])", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]{0,30}://|(?<![A-Za-z0-9+.-])(?:rtsps?|rtmp[st]?|https?|srt|udp|tcp|tls|rtp|ftp):/?(?=[^\s/]+@)", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex("[/?#@ ]", RegexOptions.CultureInvariant)]
    private static partial Regex UnescapedInUser();

    [GeneratedRegex("""(?<head>[?&](?<name>[\w.\[\]%-]{1,64})=)(?<value>[^\s&"']+?(?=[:,.;)]?(?:[\s&"']|$)))""", RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    [GeneratedRegex(@"(?<head>\b(?:Proxy-)?Authorization:\s*|\b(?:Set-)?Cookie:\s*|\bX-(?:Api-Key|Auth-Token):\s*)[^\r\n]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    // "…" is the place of one in a text that explains.
    [GeneratedRegex("""(?<head>[\w.:-]{0,40}(?:pass|passwd|password|passphrase|pwd|secret|token|api[_-]?key|signature|jwt)\s*=\s*)(?!…)(?:"[^"]*"|'[^']*'|[^\s;,&"']+)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
