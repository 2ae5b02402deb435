using System.Globalization;

namespace Streaming.Models;

/// <summary>A model file where the catalogue found it.</summary>
/// <param name="Version">From 1; null for a file &lt;name&gt;.onnx that lies loose.</param>
public sealed record InstalledModel(string Name, int? Version, string Path)
{
    /// <summary>As clients name it: a file that lies loose is its model's only version.</summary>
    public string VersionName => $"{Version ?? 1}";

    /// <summary>What is told of it to clients, who need not know where models lie.</summary>
    public string WithoutFolder(string text)
    {
        // The runtime names the whole path, and we the one that the operator gave.
        foreach (var path in new[] { System.IO.Path.GetFullPath(Path), Path })
        {
            var file = Version is null ? System.IO.Path.GetFileName(path) : $"{Name}/{Version}/{ModelCatalogue.FileName}";
            text = text.Replace(path, file, StringComparison.Ordinal);
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 1 } folder)
                text = text.Replace(folder, Name, StringComparison.Ordinal);
        }

        return text;
    }

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}

/// <summary>Paths as a user would type them.</summary>
public static class ShownPath
{
    /// <summary>Relative where it lies below the working folder, else whole.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

/// <summary>Sizes for people: decimal units, as disks and networks count.</summary>
public static class ByteSize
{
    public static string Text(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };
}
