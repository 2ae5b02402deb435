using Microsoft.Extensions.FileSystemGlobbing;
using Media;
using Streaming.Models;

namespace Cli.Run;

/// <summary>The words of a command line to inputs: a folder is the videos and pictures in it, a pattern the files that it matches, both sorted by name.</summary>
internal static class InputList
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".webp",
        ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg", ".flv", ".wmv", ".3gp", ".ogv", ".mjpeg", ".mjpg", ".h264", ".264", ".h265", ".265", ".hevc", ".ivf", ".y4m",
    };

    public static IReadOnlyList<RunInput> Of(IEnumerable<string> words)
    {
        RunInput[] inputs = [.. words.SelectMany(Expand).DistinctBy(input => InputError.IsUrl(input.Word) ? input.Word : Path.GetFullPath(input.Word))];
        Func<RunInput, string>[] names = [input => Stem(input.Word), input => Leaf(input.Word)];
        return [.. inputs.Select((input, index) => input with
        {
            Name = names.Select(name => inputs.Count(other => name(other) == name(input)) == 1 ? name(input) : null).FirstOrDefault(name => name is not null) ?? $"{Stem(input.Word)}-{index + 1}",
        })];
    }

    private static IEnumerable<RunInput> Expand(string word) =>
        InputError.IsUrl(word) || File.Exists(word) ? [new(word, "")]
        : Directory.Exists(word) ? In(word)
        : word.Contains('*', StringComparison.Ordinal) ? Matching(word)
        : [new(word, "", NotThere(word))];

    private static RunInput[] In(string folder)
    {
        try
        {
            RunInput[] found = [.. Sorted(Directory.EnumerateFiles(folder).Where(path => Endings.Contains(Path.GetExtension(path))))];
            return found.Length > 0 ? found : [new(folder, "", "is a folder without a video or picture in it; name another, or a pattern such as 'folder/**/*.jpg'")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new(folder, "", "cannot be read; look at its permissions")];
        }
    }

    private static RunInput[] Matching(string pattern)
    {
        var (root, below) = Split(pattern);
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(below);
        RunInput[] found = Directory.Exists(root) ? [.. Sorted(matcher.GetResultsInFullPath(root).Select(path => Shown(pattern, path)))] : [];
        return found.Length > 0 ? found : [new(pattern, "", "matches no file")];
    }

    /// <summary>The folders before the first one that is a pattern, and the rest.</summary>
    private static (string Root, string Pattern) Split(string pattern)
    {
        var parts = pattern.Split('/');
        var fixedParts = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal)).Count();
        var root = string.Join('/', parts[..fixedParts]);
        return (root.Length > 0 ? root : pattern.StartsWith('/') ? "/" : ".", string.Join('/', parts[fixedParts..]));
    }

    private static string Shown(string pattern, string path) => Path.IsPathRooted(pattern) ? path : Path.GetRelativePath(".", path);

    private static IEnumerable<RunInput> Sorted(IEnumerable<string> paths) => paths.Order(StringComparer.Ordinal).Select(path => new RunInput(path, ""));

    private static string Leaf(string word) => Path.GetFileName(InputError.IsUrl(word) ? UrlRedactor.Redact(word) : word.TrimEnd('/'));

    private static string Stem(string word) => Path.GetFileNameWithoutExtension(Leaf(word));

    /// <summary>What somebody may have meant: a model, or a file that is called nearly so.</summary>
    private static string NotThere(string word) =>
        ModelCatalogue.All().Any(model => model.Name == word) ? $"no such file; '{word}' is a model: ./stream run INPUT --model {word}"
        : $"no such file{Streaming.NearWord.Hint(Path.GetFileName(word), Neighbours(word))}";

    private static IEnumerable<string> Neighbours(string word)
    {
        // Looked through to be helpful, not at any cost.
        const int Most = 1000;
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(word));
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Take(Most).Select(path => Path.GetFileName(path))] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
