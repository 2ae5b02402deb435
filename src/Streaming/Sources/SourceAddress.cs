using System.Text.RegularExpressions;
using Media;
using Scene;
using Streaming.Sources.WebRtc;

namespace Streaming.Sources;

/// <summary>What a stream's URL names, once it is known to be allowed.</summary>
/// <param name="Target">A full path or a URL, for libav; may hold credentials.</param>
public sealed partial record SourceAddress(string Target, SourceKind Kind)
{
    public bool IsFile => Kind == SourceKind.File;

    /// <summary>It waits to be called.</summary>
    public bool Listens => Kind == SourceKind.Network && Listener().IsMatch(Target);

    // As many as Linux follows in one path.
    private const int MaxLinks = 40;

    /// <summary>Fit for logs and answers: without credentials.</summary>
    public string Redacted => UrlRedactor.RedactUrl(Target);

    /// <exception cref="UserException">The URL is not allowed; says which option allows it.</exception>
    public static SourceAddress Parse(string url, IngestOptions options)
    {
        RefuseControls(url);
        var scheme = Scheme().Match(url).Groups[1].Value.ToLowerInvariant();
        if (CaptureDevice.IsOne(url))
            return AllowedDevice(url, options);
        if (scheme is "" or "file")
            return new(AllowedFile(scheme is "" ? url : LocalPath(url), options), SourceKind.File);
        if (!options.Protocols.Contains(scheme, StringComparer.OrdinalIgnoreCase))
            throw new UserException($"protocol '{scheme}' is not allowed; Ingest:Protocols allows {string.Join(", ", options.Protocols)}");
        return scheme switch
        {
            "test" => TestScene(url),
            "whip" => Publisher(url),
            _ => AllowedNetwork(new(url, SourceKind.Network), options),
        };
    }

    // RFC 3986, 3.1. What comes after it is libav's to judge: it takes URLs that System.Uri does not, such as one with a '/' in its password.
    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();

    /// <summary>file:///a%20b to /a b (RFC 8089); a path that is no URL is never unescaped.</summary>
    private static string LocalPath(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host is "" or "localhost"
        ? Uri.UnescapeDataString(uri.AbsolutePath)
        : throw new UserException("a file URL is file:///PATH, of this machine");

    // A NUL would end the text for libav, a line feed begin another header of HTTP or RTSP.
    private static void RefuseControls(string text)
    {
        if (text.Any(char.IsControl))
            throw new UserException("has control characters");
    }

    private static SourceAddress AllowedNetwork(SourceAddress address, IngestOptions options) => !address.Listens || options.AllowListeners
        ? address
        : throw new UserException("a source that waits to be called opens a port of the server; Ingest:AllowListeners allows it");

    [GeneratedRegex("^srt:.*[?&]mode=(?!caller(?:&|$))", RegexOptions.IgnoreCase)]
    private static partial Regex Listener();

    /// <summary>Links are followed on both sides, since names below /dev/v4l outlive a change of numbers.</summary>
    private static SourceAddress AllowedDevice(string url, IngestOptions options)
    {
        var device = CaptureDevice.Parse(url);
        return options.Devices.Select(RealPath).Contains(RealPath(device.Path))
            ? new(url, SourceKind.Device)
            : throw new UserException("this device is not allowed; Ingest:Devices names those that are");
    }

    private static SourceAddress Publisher(string url) => url.Equals(PublisherOrigin.Address, StringComparison.OrdinalIgnoreCase)
        ? new(PublisherOrigin.Address, SourceKind.Publisher)
        : throw new UserException($"'{PublisherOrigin.Address}' is the whole URL of a stream that waits for a publisher at /whip/ID");

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
        RefuseControls(path);
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

public enum SourceKind
{
    /// <summary>Of this machine: it can be paced, looped and comes to an end.</summary>
    File,

    /// <summary>It may be lost and come back.</summary>
    Network,

    /// <summary>A camera of this machine: it may be unplugged and come back.</summary>
    Device,

    /// <summary>The built-in test source.</summary>
    Test,

    /// <summary>Whoever publishes to the stream's id.</summary>
    Publisher,
}
