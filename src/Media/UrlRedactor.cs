using System.Text.RegularExpressions;

namespace Media;

/// <summary>Takes passwords and keys out of URLs, wherever in a text they stand.</summary>
public static partial class UrlRedactor
{
    /// <summary>
    /// scheme://user:secret@host becomes scheme://user:***@host, and the values of query parameters that carry a
    /// secret (password, token, passphrase of SRT, ...) become ***.
    /// </summary>
    public static string Redact(string text) => QuerySecret().Replace(UserInfo().Replace(text, "***"), "***");

    // First up to the '@' of the authority; else, for an unescaped password with '/', '?' or '#' in it, up to the next
    // '@', unless what follows the colon is a port.
    [GeneratedRegex(@"(?<=://[^\s:/@]*:)(?:[^\s/?#]*(?=@)|(?!\d{1,5}(?:[/?#\s]|$))[^\s@]*(?=@))", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<=[?&](?:pass|passwd|password|passphrase|pwd|token|access_token|key|apikey|api_key|secret|sig|signature|auth)=)(?!\*\*\*:?(?:[&\s#]|$))[^&\s#]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex QuerySecret();
}
