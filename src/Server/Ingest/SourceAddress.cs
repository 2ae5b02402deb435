using FFmpeg;
using Scene;
using Server.Cli;

namespace Server.Ingest;

/// <summary>What a stream's URL names, once it is known to be allowed.</summary>
/// <param name="Target">A full path or a URL, for libav; may hold credentials.</param>
internal sealed record SourceAddress(string Target, SourceKind Kind)
{
    public bool IsFile => Kind == SourceKind.File;

    // As many as Linux follows in one path.
    private const int MaxLinks = 40;

    /// <summary>Fit for logs and answers: without credentials.</summary>
    public string Redacted => UrlRedactor.Redact(Target);

    /// <exception cref="UserException">The URL is not allowed; says which option allows it.</exception>
    public static SourceAddress Parse(string url, IngestOptions options)
    {
        if (url.Any(char.IsControl))
            throw new UserException("has control characters");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.IsFile)
            return new(AllowedFile(uri?.LocalPath ?? url, options), SourceKind.File);
        if (!options.Protocols.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase))
            throw new UserException($"protocol '{uri.Scheme}' is not allowed; Ingest:Protocols allows {string.Join(", ", options.Protocols)}");
        return uri.Scheme == "test" ? TestScene(url) : new(url, SourceKind.Network);
    }

    private static SourceAddress TestScene(string url)
    {
        try
        {
            SceneOptions.Parse(url);
            return new(url, SourceKind.Test);
        }
        catch (FormatException e)
        {
            throw new UserException(e.Message, e);
        }
    }

    /// <summary>Links are followed before the comparison, so that none leads out of the root.</summary>
    private static string AllowedFile(string path, IngestOptions options)
    {
        if (options.FileRoots.Length == 0)
            throw new UserException("files of the server are not allowed; name the folders that are with Ingest:FileRoots");
        var roots = options.FileRoots.Select(RealPath).ToArray();
        var full = RealPath(Path.IsPathRooted(path) ? path : Path.Combine(options.FileRoots[0], path));
        return roots.Any(root => full.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            ? full
            : throw new UserException("the file is outside Ingest:FileRoots");
    }

    private static string RealPath(string path)
    {
        var links = 0;
        return Follow(path, ref links);
    }

    /// <summary>Follows the links inside of links' targets too: a target may lead through another link.</summary>
    private static string Follow(string path, ref int links)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is not null && ++links > MaxLinks)
                throw new UserException("the path leads through too many links");
            real = target is null ? next : Follow(Path.Combine(real, target), ref links);
        }

        return real;
    }
}

internal enum SourceKind
{
    /// <summary>Of this machine: it can be paced, looped and comes to an end.</summary>
    File,

    /// <summary>It may be lost and come back.</summary>
    Network,

    /// <summary>The built-in test source.</summary>
    Test,
}
