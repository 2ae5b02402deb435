using System.Text.RegularExpressions;

namespace Streaming.StreamFiles;

/// <summary>Puts secrets into values: ${NAME} is a variable of the environment, ${file:PATH} a file's text; $${ is ${ itself.</summary>
/// <remarks>In the user and password of a URL what is put in is percent-encoded, so that it may have any character.</remarks>
/// <param name="folder">That relative paths begin at.</param>
/// <param name="environment">The value of a variable; null where it is not set.</param>
internal sealed partial class SecretText(string folder, Func<string, string?> environment)
{
    private const int MaxBytes = 64 * 1024;

    private readonly List<string> _files = [];

    /// <summary>Files that were asked for, also in vain.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <exception cref="FormatException">Something that is named is not there; says what.</exception>
    public string Expand(string text) => Reference().Replace(text, reference => reference.Value == "$${" ? "${" : Put(text, reference));

    /// <summary>The same text once it is expanded.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private string Put(string text, Match reference)
    {
        var secret = Read(reference.Groups["name"].Value);
        return IsUserInfo(text.AsSpan(0, reference.Index), text.AsSpan(reference.Index + reference.Length)) ? Encode(secret) : secret;
    }

    private string Read(string name)
    {
        if (name.StartsWith("file:", StringComparison.Ordinal))
            return ReadFile(name["file:".Length..].Trim());
        if (!Variable().IsMatch(name))
            throw new FormatException("${...} names neither a variable of the environment, as ${DOOR_PASSWORD}, nor a file, as ${file:/run/secrets/door}; $${ stands for ${ itself");
        return environment(name) ?? throw new FormatException($"the variable {name} is not set in the server's environment");
    }

    private string ReadFile(string name)
    {
        var path = Path.GetFullPath(name, folder);
        _files.Add(path);
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllText(path).TrimEnd('\r', '\n')
                : throw new FormatException($"the file {path} has more than {MaxBytes} bytes: that is no secret");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"the file {path} cannot be read: {(e is UnauthorizedAccessException ? "permission denied" : "no such file")}", e);
        }
    }

    /// <summary>scheme://HERE@host</summary>
    private static bool IsUserInfo(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var start = before.IndexOf("://");
        return start >= 0 && before[(start + 3)..].IndexOfAny("/?#@") < 0 && after.IndexOf('@') is >= 0 and var end && after[..end].IndexOfAny("/?#") < 0;
    }

    // RFC 3986, 3.2.1: a colon may stand for itself there, and does where a secret is both user and password.
    private static string Encode(string secret) => string.Join(':', secret.Split(':').Select(Uri.EscapeDataString));

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[^}]*)\}")]
    private static partial Regex Reference();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Variable();
}
