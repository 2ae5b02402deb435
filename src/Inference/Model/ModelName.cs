using System.Globalization;

namespace Inference.Model;

/// <summary>What a model file is called: &lt;name&gt;/&lt;version&gt;/model.onnx by its folders, any other file by its own name without ending.</summary>
public static class ModelName
{
    /// <summary>Of a file that lies loose.</summary>
    public const string OnlyVersion = "1";

    public static string Of(string path) => InFolders(path)?.Name ?? Path.GetFileNameWithoutExtension(path);

    /// <summary>Its version as clients name it.</summary>
    public static string VersionOf(string path) => NumberOf(path)?.ToString(CultureInfo.InvariantCulture) ?? OnlyVersion;

    /// <summary>Its version's folder; null for a file that lies loose.</summary>
    public static int? NumberOf(string path) => InFolders(path)?.Version;

    private static (string Name, int Version)? InFolders(string path)
    {
        var version = Path.GetDirectoryName(Path.GetFullPath(path));
        return Path.GetFileNameWithoutExtension(path) == "model" && int.TryParse(Path.GetFileName(version), out var number)
            && Path.GetFileName(Path.GetDirectoryName(version)) is { Length: > 0 } name
            ? (name, number)
            : null;
    }
}
