using System.Security.Cryptography;
using System.Text;

namespace FFmpeg.Rtsp;

internal enum LoginStep
{
    /// <summary>The request may be sent again, with <see cref="Login.Header"/>.</summary>
    Again,

    /// <summary>There are no credentials to send.</summary>
    NoCredentials,

    /// <summary>The credentials were refused.</summary>
    Refused,

    /// <summary>No way to log in that is offered is known here.</summary>
    Unknown,
}

/// <summary>Answers a camera's challenges: Digest (RFC 7616, and 2617 and 2069 before it) with SHA-256 or MD5, and Basic (RFC 7617).</summary>
/// <remarks>No I/O. The strongest way that is offered is tried first, each once: cameras lock out who tries again and again.</remarks>
internal sealed class Login(RtspCredentials? credentials, Func<string>? newNonce = null)
{
    /// <summary>For messages.</summary>
    internal const string Known = "Digest with SHA-256 or MD5, and Basic";

    private readonly Func<string> _newNonce = newNonce ?? (static () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    private readonly HashSet<string> _tried = new(StringComparer.OrdinalIgnoreCase);
    private Challenge? _chosen;
    private uint _count;
    private bool _worked;

    /// <summary>What was offered last, for messages.</summary>
    internal string Offered { get; private set; } = "";

    /// <summary>A request was answered with 401.</summary>
    internal LoginStep Take(IReadOnlyList<Challenge> offered)
    {
        Offered = string.Join(", ", offered.Select(challenge => challenge.Name).Distinct());
        var usable = offered.Where(IsKnown).OrderBy(Rank).ToArray();
        if (usable is [])
            return LoginStep.Unknown;
        if (credentials is null)
            return LoginStep.NoCredentials;

        // What was right once is right again, with the new nonce.
        if (_chosen is { } former && usable.FirstOrDefault(challenge => challenge.Name == former.Name) is { } renewed && (_worked || renewed.IsStale)
            && renewed["nonce"] != former["nonce"])
            return Choose(renewed);
        // A password that Digest refused is not shown in clear text then.
        var next = usable.FirstOrDefault(challenge => !_tried.Contains(challenge.Name) && !(challenge.IsBasic && _tried.Count > 0));
        return next is null ? LoginStep.Refused : Choose(next);
    }

    /// <summary>A request was answered with something else than 401.</summary>
    internal void Worked() => _worked = _chosen is not null;

    /// <summary>The value of Authorization; null before any challenge.</summary>
    /// <param name="url">As it stands in the request's first line.</param>
    internal string? Header(string method, string url)
    {
        if (_chosen is not { } challenge || credentials is null)
            return null;
        return challenge.IsBasic
            ? $"Basic {Convert.ToBase64String(Encoding.Latin1.GetBytes($"{credentials.User}:{credentials.Password}"))}"
            : Digest(challenge, method, url);
    }

    private static bool IsKnown(Challenge challenge) => challenge.IsBasic
        || challenge.IsDigest && challenge["nonce"] is not null && Rank(challenge) < 2 && (challenge["qop"] is null || Quality(challenge) is not null);

    private static int Rank(Challenge challenge) => challenge switch
    {
        { IsBasic: true } => 2,
        _ when HashName(challenge) == "SHA-256" => 0,
        _ when HashName(challenge) == "MD5" => 1,
        _ => 3,
    };

    private static string HashName(Challenge challenge)
    {
        var name = challenge.Algorithm.ToUpperInvariant();
        return name.EndsWith("-SESS", StringComparison.Ordinal) ? name[..^5] : name;
    }

    /// <summary>The protection that is used: that of the request's first line where it is offered.</summary>
    private static string? Quality(Challenge challenge) => challenge.Qualities.Select(quality => quality.ToLowerInvariant()).Order().FirstOrDefault(quality => quality is "auth" or "auth-int");

    private LoginStep Choose(Challenge challenge)
    {
        _tried.Add(challenge.Name);
        (_chosen, _count, _worked) = (challenge, 0, false);
        return LoginStep.Again;
    }

    private string Digest(Challenge challenge, string method, string url)
    {
        var (realm, nonce, quality) = (challenge["realm"] ?? "", challenge["nonce"]!, Quality(challenge));
        var (count, own) = ($"{++_count:x8}", _newNonce());
        Func<string, string> hash = HashName(challenge) == "MD5" ? Md5 : Sha256;
        var secret = hash($"{credentials!.User}:{realm}:{credentials.Password}");
        if (challenge.Algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase))
            secret = hash($"{secret}:{nonce}:{own}");
        // Requests have no body.
        var request = hash(quality == "auth-int" ? $"{method}:{url}:{hash("")}" : $"{method}:{url}");
        var response = hash(quality is null ? $"{secret}:{nonce}:{request}" : $"{secret}:{nonce}:{count}:{own}:{quality}:{request}");

        var header = new StringBuilder($"Digest username=\"{Escaped(credentials.User)}\", realm=\"{Escaped(realm)}\", nonce=\"{Escaped(nonce)}\", uri=\"{Escaped(url)}\", response=\"{response}\"");
        if (challenge["algorithm"] is { } algorithm)
            header.Append($", algorithm={algorithm}");
        if (challenge["opaque"] is { } opaque)
            header.Append($", opaque=\"{Escaped(opaque)}\"");
        if (quality is not null)
            header.Append($", qop={quality}, nc={count}");
        if (quality is not null || challenge.Algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase))
            header.Append($", cnonce=\"{own}\"");
        return header.ToString();
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

#pragma warning disable CA5351 // The camera chooses it.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
#pragma warning restore CA5351

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
