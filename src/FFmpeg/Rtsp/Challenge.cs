using System.Text;

namespace FFmpeg.Rtsp;

/// <summary>One way to log in that a camera offers: a WWW-Authenticate header has one or several (RFC 7235, 4.1).</summary>
internal sealed class Challenge(string scheme)
{
    // A camera offers two or three, of six parameters.
    private const int MaxChallenges = 16, MaxParameters = 32;

    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    internal string Scheme => scheme;

    internal bool IsDigest => scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase);

    internal bool IsBasic => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>As it stands in the challenge; RFC 2069 has none, and means MD5.</summary>
    internal string Algorithm => this["algorithm"] is { Length: > 0 } named ? named : "MD5";

    /// <summary>The nonce was right and is too old: the password need not be wrong.</summary>
    internal bool IsStale => "true".Equals(this["stale"], StringComparison.OrdinalIgnoreCase);

    internal string? this[string parameter] => _parameters.GetValueOrDefault(parameter);

    internal IEnumerable<string> Qualities => (this["qop"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>For messages.</summary>
    internal string Name => IsDigest ? $"Digest {Short(Algorithm)}" : Short(scheme);

    internal static IReadOnlyList<Challenge> Parse(IEnumerable<string> headers)
    {
        var found = new List<Challenge>();
        foreach (var header in headers)
            Parse(header, found);
        return found;
    }

    // scheme name=value, name="value", scheme name=value …
    private static void Parse(string header, List<Challenge> found)
    {
        var inThisHeader = 0;
        for (var at = 0; at < header.Length && found.Count < MaxChallenges;)
        {
            var word = Word(header, ref at);
            Blanks(header, ref at);
            if (at < header.Length && header[at] == '=')
            {
                at++;
                Blanks(header, ref at);
                var value = at < header.Length && header[at] == '"' ? Quoted(header, ref at) : Word(header, ref at);
                if (inThisHeader > 0 && found[^1]._parameters.Count < MaxParameters)
                    found[^1]._parameters.TryAdd(word, value);
            }
            else if (word.Length > 0)
            {
                found.Add(new(word));
                inThisHeader++;
            }
            else
            {
                // A comma, or what belongs nowhere.
                at++;
            }
        }
    }

    private static void Blanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
    }

    private static string Word(string text, ref int at)
    {
        Blanks(text, ref at);
        var start = at;
        while (at < text.Length && text[at] is not (' ' or '\t' or ',' or '=' or '"'))
            at++;
        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }

        at = Math.Min(at + 1, text.Length);
        return value.ToString();
    }

    private static string Short(string text) => string.Concat(text.Where(letter => letter is > ' ' and <= '~').Take(32));
}
