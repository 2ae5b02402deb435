using System.Text.RegularExpressions;
using Server.Cli;

namespace Server.Models;

/// <summary>Finds models by name or path: models/&lt;name&gt;/&lt;version&gt;/model.onnx, the newest version first.</summary>
internal static partial class ModelCatalogue
{
    /// <summary>Used where no model is named: the first that is there.</summary>
    private static readonly string[] Defaults = ["person-pose", "yolov8n-pose", "yolov8n"];

    /// <summary>The file of a model.</summary>
    /// <param name="nameOrPath">A path to an .onnx file, a name, or null for the default.</param>
    /// <exception cref="UserException">There is no such model.</exception>
    public static string Find(string? nameOrPath)
    {
        if (nameOrPath is null)
        {
            return Defaults.Select(FindByName).FirstOrDefault(path => path is not null)
                ?? throw new UserException("no model is installed; name one with --model FILE.onnx");
        }

        if (nameOrPath.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || nameOrPath.Contains('/', StringComparison.Ordinal))
            return File.Exists(nameOrPath) ? nameOrPath : throw new UserException($"{nameOrPath}: no such model file");

        return FindByName(nameOrPath)
            ?? throw new UserException($"no model is called '{nameOrPath}'; looked in {string.Join(", ", Folders())}. A path to an .onnx file works too");
    }

    /// <summary>The file of an installed model, for clients: a name and never a path.</summary>
    /// <param name="name">Null for the default.</param>
    /// <returns>Null where there is none of that name.</returns>
    public static string? FindInstalled(string? name) =>
        name is null ? Defaults.Select(FindByName).FirstOrDefault(path => path is not null)
        : NamePattern().IsMatch(name) ? FindByName(name)
        : null;

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$")]
    private static partial Regex NamePattern();

    private static string? FindByName(string name) => Folders().SelectMany(folder => Candidates(folder, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates(string folder, string name)
    {
        var versions = Path.Combine(folder, name);
        if (Directory.Exists(versions))
        {
            foreach (var version in Directory.GetDirectories(versions).OrderByDescending(VersionNumber))
                yield return Path.Combine(version, "model.onnx");
        }

        yield return Path.Combine(folder, name + ".onnx");
    }

    private static int VersionNumber(string folder) => int.TryParse(Path.GetFileName(folder), out var number) ? number : -1;

    /// <summary>models/ of the checkout or beside the program, then the shared data folder of a development checkout.</summary>
    private static IEnumerable<string> Folders()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models");
            if (Directory.Exists(models))
                yield return models;
            if (File.Exists(Path.Combine(folder.FullName, "Stream.sln")))
            {
                var shared = Environment.GetEnvironmentVariable("STREAM_SHARED") ?? Path.Combine(folder.FullName, "..", "shared");
                yield return Path.GetFullPath(Path.Combine(shared, "data", "models"));
            }
        }
    }
}
